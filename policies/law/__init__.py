"""Law as dated data: what the EU AI Act says, from when, and which tier it puts a use case in.

``calendar.yaml`` holds the dates, ``provisions.yaml`` what applies to whom, ``tree.yaml`` the order of the
questions and ``cases.yaml`` worked cases. Each entry is valid over [from, until) and names its source, so a
day in the past is judged by the law as it stood on that day.
"""
