#!/usr/bin/python3
"""Compares what hsm-bridge tells of secret keys with what OpenSC and GnuTLS tell of them.

compare-keys.py OURS.json PKCS11-TOOL.txt P11TOOL.txt: `keys list --json`, `pkcs11-tool
--list-objects --type secrkey`, `p11tool --list-all`. An attribute that one of them does not show is
left out for all. Ends with 1 and says where they differ.
"""
import json
import re
import sys
from urllib.parse import unquote_to_bytes


def opensc(text):
    """Keys of pkcs11-tool by their IDs."""
    keys = {}
    for part in re.split(r"^Secret Key Object; ", text, flags=re.M)[1:]:
        field = dict(re.findall(r"^  (\w+): +(.*)$", part, flags=re.M))
        size = re.match(r"AES length (\d+)", part)
        access = field.get("Access", "")
        keys[field.get("ID", "")] = {
            "label": field.get("label", ""),
            "sizeBits": int(size.group(1)) * 8 if size else None,
            "usage": sorted(w for w in re.split(r", ?", field.get("Usage", "")) if w and w != "none"),
            "sensitive": bool(re.search(r"(^|, )sensitive", access)),
            "extractable": bool(re.search(r"(^|, )extractable", access)),
        }
    return keys


def gnutls(text):
    """Keys of p11tool by their IDs."""
    keys = {}
    for part in re.split(r"^Object \d+:$", text, flags=re.M)[1:]:
        field = dict(re.findall(r"^\s+(\w+): (.*)$", part, flags=re.M))
        if "type=secret-key" not in field.get("URL", ""):
            continue
        keys[field.get("ID", "").replace(":", "")] = {
            "label": field.get("Label", ""),
            "uri": field["URL"],
            "sensitive": "CKA_SENSITIVE" in field.get("Flags", ""),
        }
    return keys


def attributes(uri):
    """What a URI says, however it is written, without what fields of a fixed length end with."""
    return {
        name: unquote_to_bytes(value).rstrip(b"\0 ") if name != "id" else unquote_to_bytes(value)
        for name, value in (part.split("=", 1) for part in uri[len("pkcs11:"):].split(";"))
    }


def main():
    ours = {key["id"]: key for key in json.load(open(sys.argv[1], encoding="utf-8"))}
    wrong = []
    compared = 0
    for tool, theirs in (
        ("pkcs11-tool", opensc(open(sys.argv[2], encoding="utf-8").read())),
        ("p11tool", gnutls(open(sys.argv[3], encoding="utf-8").read())),
    ):
        if set(ours) != set(theirs):
            wrong.append(f"{tool} lists {sorted(theirs)}, hsm-bridge {sorted(ours)}")
        for key in set(ours) & set(theirs):
            for name, value in theirs[key].items():
                mine = ours[key][name]
                if name == "uri":
                    mine, value = attributes(mine), attributes(value)
                if name == "usage":
                    mine = sorted(mine)
                compared += 1
                if mine != value:
                    wrong.append(f"{name} of {key}: {tool} has {value}, hsm-bridge {mine}")
    if not compared:
        wrong.append("nothing could be compared")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(ours)} keys, {compared} attributes compared")
    return 1 if wrong else 0


sys.exit(main())
