//! The session's cookie, the token that every form repeats, and whether a request comes from our own
//! pages. The form's token is a digest of the session's secret: it proves that the page was made for
//! this session and cannot be turned back into it. Its second half says whose session it was, so that
//! a form which outlived its session goes back to whoever wrote it and to nobody else.

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use domain::shared::ids::AccountId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const PLAIN: &str = "kith_session";
/// Browsers take a cookie of this prefix only over https, for this host and every path of it.
const SECURE: &str = "__Host-kith_session";

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The session's secret that a request carries.
pub fn token(headers: &HeaderMap, secure: bool) -> Option<&str> {
    cookie(headers, if secure { SECURE } else { PLAIN }).filter(|token| !token.is_empty())
}

/// The header that keeps a session's secret in the browser until it is closed.
pub fn keep(token: &str, secure: bool) -> Option<HeaderValue> {
    set(token, "", secure)
}

/// The header that removes it.
pub fn forget(secure: bool) -> Option<HeaderValue> {
    set("", "; Max-Age=0", secure)
}

fn set(token: &str, more: &str, secure: bool) -> Option<HeaderValue> {
    let (name, also) = if secure { (SECURE, "; Secure") } else { (PLAIN, "") };
    HeaderValue::try_from(format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{also}{more}")).ok()
}

/// The token that every form of an account's session repeats.
pub fn csrf(token: &str, account: AccountId) -> String {
    let of_session = hex::encode(Sha256::new().chain_update(token).chain_update(b":form").finalize());
    let whose = whose(&of_session, account);
    of_session + &whose
}

fn whose(of_session: &str, account: AccountId) -> String {
    hex::encode(Sha256::new().chain_update(of_session).chain_update(account.uuid()).finalize())
}

/// The length of half a form's token: a digest in hexadecimal digits.
const HALF: usize = 64;

/// Whether something could be the token of a form of ours.
pub fn looks_like_csrf(given: &str) -> bool {
    given.len() == 2 * HALF && given.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a form's token was made for a session of this account, ended or not.
pub fn is_of(given: &str, account: AccountId) -> bool {
    looks_like_csrf(given) && is_csrf(&given[HALF..], &whose(&given[..HALF], account))
}

/// Whether a form's token is the session's.
pub fn is_csrf(given: &str, expected: &str) -> bool {
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}

/// Where a request that changes something says it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// One of our own pages.
    Here,
    /// Another site.
    Elsewhere,
    /// It does not say; no browser of the last years does that.
    Unsaid,
}

/// Reads `Sec-Fetch-Site`, else `Origin`.
pub fn from(headers: &HeaderMap) -> From {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return From::Here,
        Some(_) => return From::Elsewhere,
        None => {}
    }
    let Some(origin) = text(ORIGIN.as_str()) else { return From::Unsaid };
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_some() && host == text(HOST.as_str()) { From::Here } else { From::Elsewhere }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_cookie_is_found_among_others_and_only_by_its_whole_name() {
        let sent = headers(&[("cookie", "a=1; xkith_session=no; kith_session=abc; b=2")]);
        assert_eq!(token(&sent, false), Some("abc"));
        assert_eq!(token(&sent, true), None);
    }

    #[test]
    fn a_secure_cookie_says_so_and_is_bound_to_the_host() {
        assert!(
            keep("t", true)
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("__Host-kith_session=t; Path=/; HttpOnly; SameSite=Lax; Secure")
        );
        assert!(!keep("t", false).unwrap().to_str().unwrap().contains("Secure"));
    }

    #[test]
    fn another_site_is_told_apart_from_our_own_pages() {
        assert_eq!(from(&headers(&[("sec-fetch-site", "same-origin")])), From::Here);
        assert_eq!(from(&headers(&[("sec-fetch-site", "same-site")])), From::Elsewhere);
        assert_eq!(
            from(&headers(&[("host", "kith.example"), ("origin", "https://kith.example")])),
            From::Here
        );
        assert_eq!(
            from(&headers(&[("host", "kith.example"), ("origin", "https://evil.example")])),
            From::Elsewhere
        );
        assert_eq!(from(&headers(&[("host", "kith.example"), ("origin", "null")])), From::Elsewhere);
        assert_eq!(from(&headers(&[])), From::Unsaid);
    }

    #[test]
    fn the_forms_token_is_not_the_sessions_secret() {
        let (amina, ben) = (AccountId(uuid::Uuid::from_u128(1)), AccountId(uuid::Uuid::from_u128(2)));
        let made = csrf("secret", amina);
        assert!(is_csrf(&made, &csrf("secret", amina)) && !made.contains("secret"));
        assert!(!is_csrf(&made, &csrf("other", amina)) && !is_csrf(&made, &csrf("secret", ben)));
    }

    #[test]
    fn the_forms_token_says_whose_session_it_was_after_its_end() {
        let (amina, ben) = (AccountId(uuid::Uuid::from_u128(1)), AccountId(uuid::Uuid::from_u128(2)));
        let made = csrf("secret", amina);
        assert!(looks_like_csrf(&made) && is_of(&made, amina) && !is_of(&made, ben));
        for wrong in
            ["", "of-another-session", &made[1..], &made[..64], &"é".repeat(64), &made.to_uppercase()]
        {
            assert!(!looks_like_csrf(wrong) && !is_of(wrong, amina), "{wrong}");
        }
    }
}
