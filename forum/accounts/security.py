"""Sign-in: Flask-Security, told how this house wants it.

Ours are its templates, words, mail, tables, sessions and limits; its are the flows. Roles and
permissions are not its business, nor is any way in besides the forms: no tokens, no JSON, no
remember-me cookie, each of which would pass by the session rows.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask_login import user_logged_in, user_logged_out
from flask_security import Security
from flask_security.signals import password_changed, password_reset, tf_disabled
from flask_security.utils import uia_email_mapper
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Form

from forum.accounts import actions, forms, sessions
from forum.accounts.current import Visitor, current_actor
from forum.accounts.mail import EXISTING, FOLDER, OutboxMail
from forum.accounts.messages import MESSAGES
from forum.accounts.passwords import Passwords
from forum.accounts.store import OnceTotp, PeopleStore, RecoveryCodes
from forum.core import clock, pages
from forum.core.errors import Invalid, SignInNeeded

PASSWORD_MIN_CHARS = 8
# OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane
ARGON2 = {"argon2__memory_cost": 19456, "argon2__rounds": 2, "argon2__parallelism": 1}
CODE_WINDOW_SECONDS = 30  # the code before and the one after: clocks of phones differ
FRESH_FOR = timedelta(minutes=30)
CONFIRM_WITHIN = timedelta(days=2)
RESET_WITHIN = timedelta(hours=24)


def init_app(app: Flask) -> Security:
    """Set Flask-Security up and hang our sessions on its signals."""
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(app).items()})
    app.config.update({f"SECURITY_MSG_{name}": text for name, text in MESSAGES.items()})
    app.config["SESSION_PROTECTION"] = None  # addresses change on the way; rows protect sessions
    security = Security(
        app,
        PeopleStore(),
        login_form=forms.SignInForm,
        register_form=forms.RegisterForm,
        forgot_password_form=forms.ForgottenForm,
        send_confirmation_form=forms.ConfirmationForm,
        reset_password_form=forms.NewPasswordForm,
        change_password_form=forms.ChangePasswordForm,
        verify_form=forms.VerifyForm,
        two_factor_setup_form=forms.TwoFactorForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.RescueForm,
        mf_recovery_form=forms.RecoveryForm,
        mail_util_cls=OutboxMail,
        password_util_cls=Passwords,
        totp_cls=OnceTotp,
        mf_recovery_codes_util_cls=RecoveryCodes,
        render_template=_page,  # type: ignore[arg-type]  # its views pass on what they get
    )
    security.want_json(lambda _request: False)
    security.unauthn_handler(_sign_in_first)
    security.mail_context_processor(
        lambda: {
            "absolute": pages.absolute,
            "next": pages.safe_next(request.form.get("onward"), ""),
        }
    )
    security.login_manager.anonymous_user = Visitor
    security.login_manager.user_loader(sessions.load_user)
    security.login_manager.request_loader(lambda _request: None)
    # Flask-Principal would load the person for every request, style sheets too, for roles that
    # are not there.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.before_request(_forms_only)
    app.before_request(_nothing_to_validate)
    user_logged_in.connect(sessions.on_signed_in, app)
    user_logged_out.connect(sessions.on_signed_out, app)
    password_changed.connect(sessions.on_password_changed, app)
    password_reset.connect(sessions.on_password_changed, app)
    tf_disabled.connect(_forget_recovery_codes, app)
    return security


def _settings(app: Flask) -> dict[str, Any]:
    site = app.config["THREADWELL"]
    kept = app.config["KEPT_SECRETS"]
    return {
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": CODE_WINDOW_SECONDS,
        "TWO_FACTOR_RESCUE_EMAIL": False,  # the password can be had by mail already
        "TWO_FACTOR_POST_SETUP_VIEW": "accounts.security",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "TOTP_SECRETS": {"1": kept["totp"]},
        "TOTP_ISSUER": site.site_name.replace(":", " "),
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SALT": kept["password_salt"],
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "PASSWORD_LENGTH_MIN": PASSWORD_MIN_CHARS,
        "PASSWORD_CONFIRM_REQUIRED": False,
        "HASHING_SCHEMES": ["hex_sha256"],  # binds a link to an address; no secret in itself
        "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": uia_email_mapper}}],
        "RETURN_GENERIC_RESPONSES": True,
        "DATETIME_FACTORY": clock.now,
        "FRESHNESS": FRESH_FOR,
        "FRESHNESS_GRACE_PERIOD": FRESH_FOR,
        "API_ENABLED_METHODS": ["session"],
        "LOGOUT_METHODS": ["POST"],
        "CONFIRM_EMAIL_WITHIN": CONFIRM_WITHIN,
        "RESET_PASSWORD_WITHIN": RESET_WITHIN,
        "POST_REGISTER_VIEW": "accounts.look_into_inbox",
        "POST_CHANGE_VIEW": "accounts.security",
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "JOIN_USER_ROLES": False,
        "I18N_DOMAIN": "messages",
        "I18N_DIRNAME": app.config["BABEL_TRANSLATION_DIRECTORIES"],
        "EMAIL_PLAINTEXT": False,  # OutboxMail renders both, in the recipient's language
        "EMAIL_HTML": False,
        "REGISTER_EMAIL_TEMPLATE": f"{FOLDER}/welcome",
        "REGISTER_EMAIL_EXISTING_TEMPLATE": f"{FOLDER}/{EXISTING}",
        "EMAIL_TEMPLATE_CONFIRM": f"{FOLDER}/confirm_address",
        "EMAIL_TEMPLATE_PASSWORD_RESET": f"{FOLDER}/reset_password",
        "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": f"{FOLDER}/password_changed",
        "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": f"{FOLDER}/password_changed",
    }


def _page(template: str, **context: Any) -> BaseResponse:
    """A page of the package; a form that was not accepted answers 400, as everywhere here."""
    page = make_response(render_template(template, **context))
    forms_shown = [value for value in context.values() if isinstance(value, Form)]
    if request.method == "POST" and any(form.errors for form in forms_shown):
        page.status_code = 400
    return page


def _nothing_to_validate() -> BaseResponse | None:
    """Flask-Security signs out whoever is signed in and looks at the page of the second step."""
    second_step = request.endpoint == "security.two_factor_token_validation"
    if second_step and current_actor().is_authenticated:
        return redirect(url_for("accounts.security"), 303)
    return None


def _sign_in_first(*_how: object, **_more: object) -> Any:
    raise SignInNeeded()


def _forms_only() -> None:
    """Flask-Security also reads JSON; whatever is not a form has no business in its pages."""
    if (request.endpoint or "").startswith("security.") and request.is_json:
        raise Invalid()


def _forget_recovery_codes(_sender: object, user: Any, **_more: object) -> None:
    actions.keep_recovery_codes(user.id, [])
