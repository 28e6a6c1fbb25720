"""Addresses of the pages."""

from django.urls import path, re_path

from governance.views import (
    accounts,
    assessing,
    assessment_deciding,
    assessments,
    editing,
    entries,
    explaining,
    next_stage,
    portfolio,
    register,
    report,
    submissions,
    submitting,
    tokens,
    waivers,
)

_entry = "entries/<slug:kind>/<slug:key>/"

urlpatterns = [
    path("", register.home, name="home"),
    path("entries/", register.entries, name="entries"),
    path(_entry, entries.entry, name="entry"),
    path(f"{_entry}next-stage/", next_stage.next_stage, name="next_stage"),
    path(f"{_entry}edit/", editing.edit, name="edit_entry"),
    path(f"{_entry}rules/<slug:rule>/", explaining.explain_rule, name="explain_rule"),
    path(f"{_entry}submit/", submitting.submit, name="submit_entry"),
    path(f"{_entry}assessments/<slug:assessment_type>/", assessing.start, name="start_assessment"),
    path("assessments/", assessments.assessments, name="assessments"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/write/", assessing.write, name="write_assessment"),
    path("assessments/<int:pk>/withdraw/", assessing.withdraw, name="withdraw_assessment"),
    path("assessments/<int:pk>/decision/", assessment_deciding.judge, name="judge_assessment"),
    re_path(
        r"^assessments/(?P<pk>[0-9]{1,9})\.(?P<form>md|json)$", assessments.export, name="export_assessment"
    ),
    path("register/", editing.choose_kind, name="register"),
    path("register/<slug:kind>/", editing.register_kind, name="register_kind"),
    path("register/<slug:kind>/check/", editing.check, name="check_unsaved"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/decision/", submissions.decide, name="decide"),
    path("submissions/<int:pk>/withdraw/", submitting.withdraw_submission, name="withdraw"),
    path(f"{_entry}waiver/<str:rule_id>/", waivers.ask_for_waiver, name="ask_for_waiver"),
    path("waivers/", waivers.waivers, name="waivers"),
    path("waivers/<int:pk>/", waivers.waiver, name="waiver"),
    path("waivers/<int:pk>/decision/", waivers.decide_waiver, name="decide_waiver"),
    path("waivers/<int:pk>/withdraw/", waivers.withdraw_waiver, name="withdraw_waiver"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("report/", report.report, name="report"),
    path("report/decisions.csv", report.report_csv, name="report_csv"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-in/link/", accounts.SignInWithLink.as_view(), name="sign_in_with_link"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("password/", accounts.ChangePassword.as_view(), name="password_change"),
    path("password/forgotten/", accounts.ForgottenPassword.as_view(), name="password_reset"),
    path("password/forgotten/sent/", accounts.ForgottenPasswordSent.as_view(), name="password_reset_done"),
    path("password/set/<uidb64>/<token>/", accounts.SetPassword.as_view(), name="password_reset_confirm"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
]
