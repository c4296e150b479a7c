"""What Flask-Security says, in our words. The catalogue translates them: see ``I18N_DOMAIN``."""


def N_(text: str) -> str:  # noqa: N802  (the name extraction looks for)
    """Mark a text for the catalogue; Flask-Security translates it when it shows it."""
    return text


ERROR, INFO, SUCCESS = "error", "info", "done"

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (N_("The e-mail address or the password is not right."), ERROR),
    "USER_DOES_NOT_EXIST": (N_("The e-mail address or the password is not right."), ERROR),
    "INVALID_PASSWORD": (N_("This is not your password."), ERROR),
    "EMAIL_ALREADY_ASSOCIATED": (N_("There is an account with this address."), ERROR),
    "DISABLED_ACCOUNT": (
        N_("This account is suspended. If you think that is a mistake, write to the team."),
        ERROR,
    ),
    "CONFIRMATION_REQUIRED": (
        N_("Confirm your address first: open the link in the mail we sent you."),
        ERROR,
    ),
    "CONFIRM_REGISTRATION": (N_("We have sent a link to %(email)s."), SUCCESS),
    "CONFIRMATION_REQUEST": (
        N_("If %(email)s waits for confirmation, a new link is on its way."),
        INFO,
    ),
    "ALREADY_CONFIRMED": (N_("This address is confirmed already."), INFO),
    "PASSWORD_RESET_REQUEST": (
        N_("If there is an account for %(email)s, a link is on its way."),
        INFO,
    ),
    "PASSWORD_RESET_EXPIRED": (
        N_("This link is too old: it worked for %(within)s. Ask for a new one."),
        ERROR,
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("This link does not work any more. Ask for a new one."),
        ERROR,
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your new password is set. Sign in with it."), SUCCESS),
    "PASSWORD_CHANGE": (
        N_("Your password is changed. You were signed out everywhere else."),
        SUCCESS,
    ),
    "PASSWORD_IS_THE_SAME": (N_("This is the password you have already."), ERROR),
    "PASSWORD_INVALID_LENGTH": (N_("Take at least %(length)s characters."), ERROR),
    "PASSWORD_NOT_PROVIDED": (N_("Enter the password."), ERROR),
    "EMAIL_NOT_PROVIDED": (N_("Enter your e-mail address."), ERROR),
    "INVALID_EMAIL_ADDRESS": (N_("This does not look like an e-mail address."), ERROR),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two are not the same."), ERROR),
    "INVALID_REDIRECT": (N_("The page to go on to is not on this site."), ERROR),
    "ANONYMOUS_USER_REQUIRED": (N_("You are signed in already."), INFO),
    "REAUTHENTICATION_REQUIRED": (N_("Enter your password once more to go on."), INFO),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you. Go on."), SUCCESS),
    "TWO_FACTOR_INVALID_TOKEN": (
        N_("This code is not right. Each code works once, for half a minute."),
        ERROR,
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("You are signed in."), SUCCESS),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("Signing in asks for a code from your app from now on."),
        SUCCESS,
    ),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Begin again with your password."), ERROR),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Choose one of the ways offered."), ERROR),
    "TWO_FACTOR_DISABLED": (N_("Signing in asks for your password only."), SUCCESS),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("That took more than %(within)s. Begin again."), ERROR),
    "INVALID_RECOVERY_CODE": (N_("This recovery code is not right, or was used."), ERROR),
    "NO_RECOVERY_CODES_SETUP": (N_("There are no recovery codes yet."), INFO),
    "API_ERROR": (N_("That could not be understood."), ERROR),
}
