#!/usr/bin/python3
"""Fills the test directory of directory.sh: directory_seed.py SMB.CONF KEYTAB

Works on the database's files, before samba starts.  The passwords come from the
environment.  OU=Plant holds OU=People and OU=Groups; everything is in it.
"""

import os
import sys

import ldb
import samba.dckeytab  # gives Net its export_keytab()
from samba.auth import system_session
from samba.credentials import Credentials
from samba.dsdb import DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID
from samba.net import Net
from samba.param import LoadParm
from samba.samdb import SamDB

PASSWORD = os.environ["directory_password"]
SERVICE_PASSWORD = os.environ["directory_service_password"]
KOREAN_PASSWORD = os.environ["directory_korean_password"]

SPAN = 10_000_000  # Active Directory counts 100 ns, since 1601
LONG_AGO = 13_000_000_000 * SPAN  # in 2012
NORMAL, DISABLED = 512, 514
AES_ONLY = "24"

# name: groups that it is in
GROUPS = {
    "RoutingML Admins": [],
    "RoutingML Operators": [],
    "RoutingML Planners": [],
    "Production": ["RoutingML Planners"],
    "Plant Engineers": ["Production"],
    "Circle B": ["RoutingML Planners"],
    "Circle A": ["Circle B"],  # and Circle B is in Circle A, see below
    "Canteen": [],
    "Bowling": ["Canteen"],
}
BULK = 300

# sAMAccountName: groups, and attributes besides those that everybody has
PEOPLE = {
    "alice": (["Plant Engineers"], {"displayName": "Alice Adler", "mail": "alice@ad.test"}),
    "bob": (["RoutingML Operators"], {"displayName": "Bob Bauer"}),
    "carol": (["RoutingML Admins", "RoutingML Planners"], {"displayName": "Carol Cho"}),
    "dave": (["Bowling"], {"displayName": "Dave Drescher"}),
    "erin": (["RoutingML Planners"], {"userAccountControl": str(DISABLED)}),
    "frank": (["RoutingML Planners"], {"pwdLastSet": "0"}),  # must change it
    "grace": (["RoutingML Planners"], {"accountExpires": str(LONG_AGO)}),
    "heidi": (["RoutingML Planners"], {}),  # her password has expired, see below
    "ivan": (["RoutingML Planners"], {}),  # to be locked out
    "judy": (["Circle A"], {}),
    "김철수": (["RoutingML Planners"], {"displayName": "김철수", "password": KOREAN_PASSWORD}),
    "josé": (["RoutingML Operators"], {"displayName": "José Núñez"}),
    # No account name may hold a comma; names of entries and logins with @ may.
    "o'neil": (["RoutingML Planners"], {"cn": "Neil, O'(x)*\\",
                                        "userPrincipalName": "o'neil,smith@ad.test"}),
    "maxgroups": ([], {}),  # in hundreds, see below
    "svc-rml": ([], {"password": SERVICE_PASSWORD}),
    "svc-web": ([], {"password": SERVICE_PASSWORD, "servicePrincipalName": "HTTP/localhost",
                     "msDS-SupportedEncryptionTypes": AES_ONLY}),
}

conf, keytab = sys.argv[1:]
lp = LoadParm()
lp.load(conf)
db = SamDB(lp=lp, session_info=system_session())
base = db.domain_dn()


def below(cn, parent):
    dn = ldb.Dn(db, f"CN=x,{parent},{base}")
    dn.set_component(0, "CN", cn)  # escapes it
    return dn


def group(name):
    return below(name, "OU=Groups,OU=Plant")


def add_group(name, members=()):
    db.add({"dn": group(name), "objectClass": "group", "sAMAccountName": name,
            **({"member": [str(m) for m in members]} if members else {})})


def modify(dn, how, controls=(), **attributes):
    message = ldb.Message(dn)  # its from_dict() crashes (Samba 4.17)
    for name, value in attributes.items():
        message[name] = ldb.MessageElement(str(value), how, name)
    db.modify(message, controls=list(controls))


def add_member(name, member):
    modify(group(name), ldb.FLAG_MOD_ADD, member=member)


def add_person(name, cn=None, password=PASSWORD, **attributes):
    dn = below(cn or name, "OU=People,OU=Plant")
    db.add({"dn": dn, "objectClass": "user", "sAMAccountName": name,
            "userPrincipalName": f"{name}@ad.test", "userAccountControl": str(NORMAL),
            "unicodePwd": f'"{password}"'.encode("utf-16-le"), **attributes})
    return dn


db.transaction_start()

for ou in "OU=Plant", "OU=People,OU=Plant", "OU=Groups,OU=Plant":
    db.add({"dn": f"{ou},{base}", "objectClass": "organizationalUnit"})

# Five wrong passwords lock for half an hour: no test waits for the end.
modify(ldb.Dn(db, base), ldb.FLAG_MOD_REPLACE, lockoutThreshold=5,
       lockoutDuration=-1800 * SPAN, lockOutObservationWindow=-1800 * SPAN)

for name in GROUPS:
    add_group(name)
for name, parents in GROUPS.items():
    for parent in parents:
        add_member(parent, group(name))
add_member("Circle A", group("Circle B"))

dns = {}
for name, (groups, attributes) in PEOPLE.items():
    dns[name] = add_person(name, **attributes)
    for g in groups:
        add_member(g, dns[name])

# By the front door it can be set to "now" and "never" only.
modify(dns["heidi"], ldb.FLAG_MOD_REPLACE, pwdLastSet=LONG_AGO,
       controls=[f"local_oid:{DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID}:0"])

for i in range(1, BULK + 1):
    add_group(f"Bulk {i:03}", [dns["maxgroups"]])
add_member("RoutingML Planners", group(f"Bulk {BULK:03}"))

db.transaction_commit()

Net(Credentials(), lp).export_keytab(keytab=keytab, principal="HTTP/localhost")
