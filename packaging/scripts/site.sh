#!/bin/sh
# The documents as a site with search, in build/site: it needs no network, to build or to read. Fails
# where a page is in no menu, or a link leads nowhere.
set -eu
cd "$(dirname "$0")/../.."
packaging/scripts/need.sh mkdocs="makes pages of the documents"
pages=build/site-pages
rm -rf "$pages" build/site
mkdir -p "$pages"
cp -R docs/. "$pages/"
# In the site, what lies beside docs is one of its pages.
sed 's:](docs/:](:g' README.md >"$pages/index.md"
for page in CHANGELOG CODE_OF_CONDUCT CONTRIBUTING SECURITY; do
  sed 's:](docs/:](:g; s:](README.md:](index.md:g' "$page.md" >"$pages/$page.md"
done
cp LICENSE "$pages/"
find "$pages" -name '*.md' -exec sed -i 's:](\.\./README\.md:](index.md:g; s:](\.\./\([A-Z_]*\.md\):](\1:g; s:](decisions/):](decisions/README.md):g' {} +
for page in docs/*.md; do
  grep -q ": ${page#docs/}\$" packaging/site/mkdocs.yml ||
    { echo "$page is in no menu of packaging/site/mkdocs.yml" >&2; exit 1; }
done
log=build/site.log
mkdocs build --quiet --strict --clean --config-file packaging/site/mkdocs.yml 2>"$log" ||
  { cat "$log" >&2; exit 1; }
# A page that asks another host for a font or a script shows who reads it, and lacks it offline.
if grep -rlE '<(script|link|img)[^>]*(src|href)="(https?:)?//' build/site --include='*.html'; then
  echo "the pages above ask another host for something" >&2
  exit 1
fi
echo "the site is in build/site: open build/site/index.html" >&2
