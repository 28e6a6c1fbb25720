"""Rules: the policy engine. Imports no Django, opens no socket or database and reads no clock."""
