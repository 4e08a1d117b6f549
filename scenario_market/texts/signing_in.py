"""What the pages of signing in and out say, and the head of every page about who is signed in."""

from scenario_market.texts.frame import Texts, sayer

TEXTS: Texts = {
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "signed_in_as": ("当前账号：", "Signed in as "),
    "dossiers": ("案卷导出", "Cases"),
    "by_password": ("密码登录", "By password"),
    "by_code": ("短信验证码登录", "By code"),
    "ways": ("登录方式", "Ways to sign in"),
    "mobile": ("手机号", "Mobile number"),
    "password": ("密码", "Password"),
    "code": ("短信验证码", "Code"),
    "send_code": ("获取验证码", "Send a code"),
    "send_again": ("重新获取验证码", "Send another code"),
    "other_number": ("换一个手机号", "Use another number"),
    "code_sent": (
        "如 {mobile} 能够接收短信，验证码将在一分钟内送达，{minutes} 分钟内有效。",
        "If {mobile} can receive messages, a code arrives within a minute; it is good for {minutes} minutes.",
    ),
    "new_number": (
        "首次登录的手机号将自动建立账号。",
        "A number that signs in for the first time gets an account.",
    ),
    "required_mobile": ("请填写手机号。", "Enter your mobile number."),
    "required_password": ("请填写密码。", "Enter your password."),
    "required_code": ("请填写验证码。", "Enter the code."),
    "signed_out": ("您已退出登录。", "You are signed out."),
    "needed": ("请登录后继续。", "Sign in to go on."),
    "shared_computer": (
        "在公用电脑上使用后，请退出登录。",
        "On a computer that others use, sign out when you are done.",
    ),
    "hours": ("登录后 {hours} 小时自动失效。", "A sign-in ends by itself after {hours} hours."),
    "forged_heading": (
        "本页表单已失效，未作任何改动",
        "This form is out of date; nothing was done",
    ),
    "forged": (
        "可能是浏览器未保存本站 Cookie、您已在别的窗口重新登录，或者该请求并非由本站页面发出。",
        "Your browser may not keep cookies of this site, you may have signed in again in another window, or the"
        " request did not come from a page of this site.",
    ),
    "forged_next": (
        "如您确实在办理此事，请回到页面重新提交。按浏览器“后退”可取回已填写的内容，复制后再提交。",
        "If you did mean it, go back to the page and send the form again. Your browser's Back button brings back"
        " what you had written, to be copied.",
    ),
    "back": ("回到页面", "Back to the page"),
    "forged_sign_in": (
        "登录页已过期，未登录。请再次填写密码或验证码后提交。",
        "This page was out of date and you are not signed in. Enter your password or code once more.",
    ),
}
say = sayer(TEXTS)
