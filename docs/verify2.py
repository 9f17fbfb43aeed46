#!/usr/bin/env python3
# Verifies the evidence of a ceremony, version 2, with python3 and openssl 3 and nothing of XKS Workbench.
# verify2.py BUNDLE [fingerprint=HEX] [plan=HEX] [counts=ceremony] [PERSON=KEYID ...] [tsa=CERTIFICATES.pem]
# Ends with 0: holds and was compared; 1: does not hold; 3: consistent, but compared with nothing.
import base64, functools, hashlib, json, os, re, struct, subprocess, sys, tempfile, zipfile, zlib
LINE, SEAL = "application/vnd.xks-workbench.ceremony-line.v2+json", "application/vnd.in-toto+json"
STATEMENT, PREDICATE = "https://in-toto.io/Statement/v1", "https://xksworkbench.org/ceremony/"
PROGRAM = {"begun", "noted", "acted", "failed", "asked", "clock", "wrong-secret"}
PUBLIC = {"SHA256SUMS", "public.jsonl", "seal.json"}                        # of a public version
WHOLE = PUBLIC | {"environment.json", "plan.yaml", "transcript.jsonl"}
NAME = r"(attachments/|after/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
ED25519 = bytes.fromhex("302a300506032b6570032100")
P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
place = ""
def at(p): global place; place = p + ": "
def bad(m): sys.exit("FINDING: " + place + m)
def H(b): return hashlib.sha256(b).hexdigest()
def P(what, o): return H(b"xks-workbench ceremony %s 2\n" % what.encode() + jcs(o))
def jcs(o):                                              # RFC 8785, integers only
    if isinstance(o, dict):
        return b"{" + b",".join(jcs(k) + b":" + jcs(o[k]) for k in sorted(o, key=lambda k: k.encode("utf-16-be"))) + b"}"
    return b"[" + b",".join(map(jcs, o)) + b"]" if isinstance(o, list) else json.dumps(o, ensure_ascii=False).encode()
def integer(s): return int(s) if abs(int(s)) < 2 ** 53 else bad("a number")
def load(b):                                             # whatever is not the canonical text is refused
    o = json.loads(b, parse_float=lambda s: bad("a fraction"), parse_constant=lambda s: bad("no JSON"), parse_int=integer)
    return o if jcs(o) == b else bad("not canonical JSON")
def only(o, *names): return o if set(o) == set(names) else bad("other members than " + ", ".join(names))
def b64(s):
    b = base64.b64decode(s, validate=True)
    return b if base64.b64encode(b).decode() == s else bad("not canonical Base64")
def public_key(s):
    b = b64(s)
    return b if (b[:12], len(b)) == (ED25519, 44) or (b[:27], len(b)) == (P256, 91) else bad("a key of another kind")
@functools.lru_cache(maxsize=None)
def holds(key, type_, payload, sig):                     # DSSE: openssl over the PAE
    pae = b"DSSEv1 %d %s %d %s" % (len(type_), type_.encode(), len(payload), payload)
    with tempfile.TemporaryDirectory() as d:
        for n, b in (("k", key), ("m", pae), ("s", b64(sig))):
            with open(d + "/" + n, "wb") as f: f.write(b)
        digest = [] if key.startswith(ED25519) else ["-digest", "sha256"]
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", d + "/k", "-rawin",
                               "-in", d + "/m", "-sigfile", d + "/s", *digest], capture_output=True).returncode == 0
def leaf(name, f): return f["leaf"] if set(f) == {"leaf"} else P("leaf", {**only(f, "salt", "value"), "name": name})
def transcript(file, raw):
    at(file)
    if raw[-1:] != b"\n": bad("line %d: it is torn" % (raw.count(b"\n") + 1))
    prev, ids, keys, recs, o = "0" * 64, {}, {}, [], {"kind": "", "at": "", "boot": "", "up": 0}
    for n, line in enumerate(raw.split(b"\n")[:-1], 1):
        at("%s, line %d" % (file, n))
        r = only(load(line), "fields", "hash", "n", "previous", "public", "signatures"); before, o = o, r["public"]
        body = {"fields": {k: leaf(k, f) for k, f in r["fields"].items()}, "n": r["n"], "previous": prev, "public": o}
        if r["n"] != n or r["previous"] != prev or r["hash"] != P("record", body): bad("chain")
        if (n == 1) != (o["kind"] == "opened") or before["kind"] == "closed": bad("header or end")
        if n == 1 and o["format"] != 2: bad("another format")
        if not re.fullmatch(TIME, o["at"]) or o["at"] < before["at"]: bad("time runs backwards")
        if o["boot"] == before["boot"] and o["up"] < before["up"]: bad("uptime runs backwards")
        if "run" in o and o["kind"] not in ("opened", "resumed") or "people" in o and n > 1: bad("a new key")
        some = [(p["id"], public_key(p["key"])) for p in o.get("people", [])] + [("run", public_key(o[k])) for k in ("run",) if k in o]
        if len({i for i, k in some}) < len(some) or {k for i, k in some} & set(keys.values()) or len({k for i, k in some}) < len(some): bad("two with one name or key")
        for i, k in some: ids[i] = H(k); keys[H(k)] = k
        people = [p["id"] for p in recs[0]["public"]["people"]] if recs else [i for i, k in some if i != "run"]
        who = [only(s, "keyid", "sig")["keyid"] for s in r["signatures"]]; persons = o.get("persons", [])
        if not set(persons) <= set(ids) - {"run"} or who != [ids["run"]] + [ids[p] for p in persons] or len(set(who)) != len(who): bad("who signed")
        if o["kind"] in ("opened", "closed") and persons != [p for p in people if p in ids]: bad("not everybody signed")
        few = o["kind"] in ("resumed", "deviated", "aborted", "custody", "break") and len(persons) < 2
        if few or (o["kind"] in PROGRAM) != (not persons): bad("too few or too many signed")
        for s in r["signatures"]:
            if not holds(keys[s["keyid"]], LINE, jcs({"hash": r["hash"], "n": n}), s["sig"]): bad("a signature")
        for p in o.get("absent", []): ids.pop(p)             # left for good, as two people agreed
        prev = P("link", {"hash": r["hash"], "signatures": r["signatures"]}); recs.append(r)
    return (recs, prev, ids, keys) if o["kind"] == "closed" else bad("the end is missing")
def archive(files):                                      # the one archive that these files make
    body = cd = b""
    for n in sorted(files):
        m = struct.pack("<HHHHIIIHH", 0, 0, 0, 33, zlib.crc32(files[n]), len(files[n]), len(files[n]), len(n), 0)
        cd += b"PK\1\2\x0a\0\x0a\0" + m + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + n.encode()
        body += b"PK\3\4\x0a\0" + m + n.encode() + files[n]
    return body + cd + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(cd), len(body), 0)
def content(path):
    with open(path, "rb") as f: return f.read()
def read(path):
    if not os.path.isdir(path):
        with zipfile.ZipFile(path) as z: files = {n: z.read(n) for n in z.namelist()}
        return files if archive(files) == content(path) else bad("not the one archive that its files make")
    for d, ds, fs in os.walk(path):
        for x in [os.path.join(d, x) for x in ds + fs]:
            if os.path.islink(x) or not os.path.isdir(x) and not os.path.isfile(x): bad(x + " is no plain file")
        if d != path and not fs: bad(d + " is an empty folder")
    names = [os.path.join(d, x) for d, ds, fs in os.walk(path) for x in fs]
    return {os.path.relpath(n, path).replace(os.sep, "/"): content(n) for n in names}
def counter(name, raw, seal, people):                    # somebody's opinion of the sealed bundle
    e = only(load(raw[:-1]), "payload", "payloadType", "signatures"); body = b64(e["payload"]); p = load(body)["predicate"]; key = public_key(p["key"])
    statement = {"_type": STATEMENT, "predicateType": PREDICATE + "counter-signature/v2", "predicate": {k: p[k] for k in ("checked", "exceptions", "key", "verdict")},
                 "subject": [{"digest": {"sha256": H(seal)}, "name": "seal.json"}]}
    if raw[-1:] != b"\n" or e["payloadType"] != SEAL or body != jcs(statement): bad("no counter-signature of this seal")
    if not all(isinstance(t, list) and all(isinstance(s, str) for s in t) for t in (p["checked"], p["exceptions"])): bad("no list of texts")
    if p["verdict"] not in ("accepted", "accepted-with-exceptions", "rejected") or (p["verdict"] == "accepted") != (p["exceptions"] == []): bad("its verdict")
    if name != "after/counter-%s.json" % H(key)[:8] or [only(s, "keyid", "sig")["keyid"] for s in e["signatures"]] != [H(key)]: bad("who signed")
    if not holds(key, SEAL, body, e["signatures"][0]["sig"]): bad("a signature")
    who = [q for q in people if b64(q["key"]) == key]
    if any(q["store"] == "file" for q in who): bad("a key that was made at the table")
    return "COUNTER-SIGNED: %s, by %s" % (p["verdict"], who[0]["id"] if who else "nobody who took part, key " + H(key))
def stamp(name, raw, seal, tsa):                         # RFC 3161, by openssl
    if not tsa: return "NOT CHECKED: %s; give the authority's certificates by tsa=" % name
    with tempfile.TemporaryDirectory() as d:
        for n, b in (("seal", seal), ("tsr", raw)):
            with open(d + "/" + n, "wb") as f: f.write(b)
        if subprocess.run(["openssl", "ts", "-verify", "-data", d + "/seal", "-in", d + "/tsr", "-CAfile", tsa], capture_output=True).returncode: bad("a time stamp")
    return "TIME STAMP HOLDS: " + name
def beacons(recs):                                       # public values that were told, and where: to be looked up
    done, told = {}, []
    for o, f in ((r["public"], r["fields"]) for r in recs):
        if o["kind"] == "begun": done[o["step"]] = o["action"]
        if o["kind"] == "acted" and done.get(o["step"]) == "beacon":
            told.append("BEACON, look it up: " + json.dumps([f.get("fact." + k, {}).get("value") for k in ("source", "round", "value")]))
    return told
def main(path, *want):
    at(path); want, f = dict(w.split("=", 1) for w in want), read(path); tsa = want.pop("tsa", None)
    for n in f:
        if not re.fullmatch(NAME, n): bad(n + " is no name of a file")
    whole = "transcript.jsonl" in f
    for n in (WHOLE if whole else PUBLIC) - set(f): bad(n + " is missing")
    for n in sorted(set(f) - PUBLIC - {"disclosed.jsonl"}) if not whole else ["disclosed.jsonl"] if "disclosed.jsonl" in f else []:
        if not n.startswith("after/"): bad(n + " is in no public version, and of a bundle files are missing")
    name = "transcript.jsonl" if whole else "disclosed.jsonl" if "disclosed.jsonl" in f else "public.jsonl"
    recs, fp, ids, keys = transcript(name, f[name]); h = recs[0]["public"]
    withheld = sum("leaf" in v for r in recs for v in r["fields"].values())
    if whole and withheld: bad("fields are withheld")
    if name != "public.jsonl" and transcript("public.jsonl", f["public.jsonl"])[1] != fp: at("public.jsonl" if whole else name); bad("another ceremony")
    if whole and H(f["plan.yaml"]) != h["plan"]: at("plan.yaml"); bad("another plan")
    held = {r["public"]["file"]: r["fields"]["sha256"].get("value") for r in recs if r["public"]["kind"] == "attached"}
    found = {n: H(b) for n, b in f.items() if n.startswith("attachments/")}
    for n in sorted(set(held) | set(found)) if whole else []:
        if held.get(n) != found.get(n): at(n); bad("not the file that was attached")
    at("seal.json"); seal = only(load(f["seal.json"][:-1]), "payload", "payloadType", "signatures"); body = b64(seal["payload"])
    if [only(s, "keyid", "sig")["keyid"] for s in seal["signatures"]] != [ids[p["id"]] for p in h["people"] if p["id"] in ids]: bad("who signed")
    if not all(holds(keys[s["keyid"]], SEAL, body, s["sig"]) for s in seal["signatures"]): bad("a signature")
    sealed = {s["name"]: s["digest"]["sha256"] for s in load(body)["subject"]}
    here = {n: H(b) for n, b in f.items() if n not in ("seal.json", "disclosed.jsonl") and not n.startswith("after/")}
    for n in sorted(here.keys() | (sealed.keys() if whole else set())):
        if sealed.get(n) != here.get(n): at(n); bad("not the file that was sealed")
    if not WHOLE - {"seal.json"} <= set(sealed) or sealed["plan.yaml"] != h["plan"]: bad("it does not list what a bundle holds")
    statement = {"_type": STATEMENT, "predicateType": PREDICATE + "v2",
                 "predicate": {"fingerprint": fp, "format": 2, **{k: h[k] for k in ("counts", "nonce", "plan")}},
                 "subject": [{"digest": {"sha256": sealed[n]}, "name": n} for n in sorted(sealed)]}
    if f["seal.json"][-1:] != b"\n" or seal["payloadType"] != SEAL or body != jcs(statement): bad("the seal of something else")
    sums = "".join("%s  %s\n" % (sealed[n], n) for n in sorted(sealed) if n != "SHA256SUMS")
    if f["SHA256SUMS"] != sums.encode(): at("SHA256SUMS"); bad("not the sums of what was sealed")
    told = beacons(recs) + (["NOT CHECKED: what plan.yaml says: its steps, keys and resume"] if whole else [])
    for n in sorted(f):
        at(n)
        if re.fullmatch(r"after/counter-[0-9a-f]{8}\.json", n): told.append(counter(n, f[n], f["seal.json"], h["people"]))
        elif re.fullmatch(r"after/seal(-[2-9])?\.tsr", n): told.append(stamp(n, f[n], f["seal.json"], tsa))
        elif n.startswith("after/"): told.append("NOT CHECKED: " + n)
    known = {"fingerprint": fp, "plan": h["plan"], "counts": h["counts"], **{p["id"]: H(b64(p["key"])) for p in h["people"]}}
    for k, v in want.items():
        if known.get(k) != v: at(k); bad("not what was asked")
    pinned = "fingerprint" in want or {p["id"] for p in h["people"]} <= set(want)
    print("OK" if pinned else "CONSISTENT, NOTHING COMPARED WITH PAPER", h["counts"], "fingerprint", fp,
          *([] if whole else ["PUBLIC, %d fields withheld" % withheld]))
    for t in told: print(t)
    return 0 if pinned else 3
def run(*args):
    try: return main(*args)
    except (LookupError, ValueError, TypeError, AttributeError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as e: bad("malformed: %r" % e)
if __name__ == "__main__": sys.exit(run(*sys.argv[1:]))
