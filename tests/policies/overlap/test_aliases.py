import pytest

from policies.overlap import SHIPPED, Aliases, ProductNames


@pytest.mark.parametrize(
    "spelling",
    [
        "Tallis Cloud",
        "Tallis Cloud Ltd.",
        "TALLIS-CLOUD GmbH",
        "TallisCloud Group",
        "Tällis Cloud® S.p.A.",
        "tallis cloud B.V.",
    ],
)
def test_a_vendor_has_one_key_however_it_is_written(spelling):
    assert SHIPPED.vendor_key(spelling) == "talliscloud"


def test_a_company_called_like_a_legal_form_keeps_its_name():
    assert SHIPPED.vendor_key("SAS") == "sas"
    assert SHIPPED.vendor_key("Group") == "group"


@pytest.mark.parametrize(
    "spelling",
    [
        ("Tallis Cloud Ltd", "Tallis Cloud Voice-Insights"),
        ("TALLIS CLOUD", "Voice Insights Enterprise Edition"),
        ("Tallis Cloud", "Voice Insights 2.1 (EU tenant)"),
    ],
)
def test_a_product_has_one_key_with_or_without_its_maker_version_and_edition(spelling):
    assert SHIPPED.product(*spelling)[:2] == ("talliscloud", "voiceinsights")


@pytest.mark.parametrize(
    ("earlier", "today"),
    [
        (("Salesforce", "Pardot"), ("SFDC", "Marketing Cloud Account Engagement")),
        ((None, "Google Data Studio"), ("Google LLC", "Looker Studio")),
        (("Marketo", "Marketo"), ("Adobe", "Marketo Engage")),
        (("Microsoft", "Power Virtual Agents"), (None, "Microsoft Copilot Studio")),
    ],
)
def test_a_renamed_product_gets_todays_name(earlier, today):
    assert SHIPPED.product(*earlier) == SHIPPED.product(*today)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Google", "Google"), ("Google", "Google Analytics")),
        (("Salesforce", "Marketing Cloud"), ("Salesforce", "Marketing Cloud Personalization")),
        (("Microsoft", "Copilot"), ("Microsoft", "Security Copilot")),
        (("Meta", "Ads"), ("Google", "Ads")),
        ((None, "Analytics"), ("Adobe", "Analytics")),
        (("Acme", "License Plate Reader 1"), ("Acme", "License Plate Reader 2")),
        (("Someone Else", "Segment"), ("Twilio", "Segment")),
    ],
)
def test_names_of_two_products_stay_two(one, other):
    assert SHIPPED.product(*one) != SHIPPED.product(*other)


@pytest.mark.parametrize("not_said", [None, "", {"$unknown": "asked the vendor"}, ["a"], 7])
def test_what_is_not_said_has_no_key(not_said):
    assert SHIPPED.vendor_key(not_said) == ""


def test_an_organisation_adds_names_of_its_own():
    own = Aliases(
        vendors=(("Big G", "Google"),),
        products=(ProductNames("Big G", "Analytics", also=("Site Counter",)),),
    )
    assert own.vendor_key("Big G Ltd") == SHIPPED.vendor_key("Google")
    assert own.product(None, "Site Counter") == SHIPPED.product("Google", "Google Analytics")
