// Who is logged in, for the comment section: it asks when it needs to know, and again once a token has expired.
window["moderato:token"] = async () => (await (await fetch("/token")).json()).token;
