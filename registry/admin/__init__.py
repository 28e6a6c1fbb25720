"""Facts in the admin. It shows and it calls services; it never writes a row by itself."""

from django.contrib import admin
from django.contrib.auth.models import Group

from registry.admin import aliases, entries, ledger, organisation, people, teams

__all__ = ["aliases", "entries", "ledger", "organisation", "people", "teams"]

# What groups may do is written in code and put in place after each migrate: nobody edits it here.
admin.site.unregister(Group)
