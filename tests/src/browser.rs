//! What a browser does, without one: keeps cookies, fills in a form's hidden fields, says where a
//! request comes from. Every request goes through the real router.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

/// Somebody's browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    /// The token of the last page that had one.
    csrf: String,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as it came, for files.
    pub bytes: Vec<u8>,
}

impl Browser {
    /// One in which nobody is signed in, before a router of the test's own.
    pub fn new(router: Router) -> Self {
        Self { router, cookies: Vec::new(), csrf: String::new() }
    }

    /// Looks at a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form with these fields and the session's token, as a page of ours would. A field may
    /// come several times.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        if self.csrf.is_empty() && !self.cookies.is_empty() {
            self.get("/help").await;
        }
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let body = form(&all);
        self.post_raw(path, "application/x-www-form-urlencoded", body).await
    }

    /// Looks at a page and sends the form on it that leads to `path`, with its hidden fields and these.
    pub async fn fill(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        let hidden = shown.hidden(path);
        let mut all: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.retain(|(name, _)| *name != "csrf" && !fields.iter().any(|(known, _)| known == name));
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// Sends anything, from a page of ours.
    pub async fn post_raw(&mut self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request =
            Request::post(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
        self.send(request, body.into()).await
    }

    /// Sends a form with a file, with the session's token and these fields.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        if self.csrf.is_empty() {
            self.get("/help").await;
        }
        const BETWEEN: &str = "----between-the-parts";
        let mut body = Vec::new();
        for (name, value) in [("csrf", self.csrf.as_str())].iter().chain(fields) {
            let part =
                format!("--{BETWEEN}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, bytes) = file;
        let head = format!(
            "--{BETWEEN}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BETWEEN}--\r\n").as_bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={BETWEEN}"), body).await
    }

    /// Sends JSON to the API.
    pub async fn post_json(&mut self, path: &str, body: &Value) -> Answer {
        self.post_raw(path, "application/json", body.to_string()).await
    }

    /// Sends any request, with the cookies.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::HOST, "kith.test");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = request.body(body).expect("the request can be made");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the answer can be read");
        self.keep(&head.headers);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (status, headers) = (head.status.as_u16(), head.headers);
        let answer = Answer { status, headers, text, bytes: bytes.into() };
        if let Some(token) = answer.field("csrf") {
            self.csrf = token;
        }
        answer
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie is text");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
            if name.ends_with("session") {
                self.csrf.clear();
            }
        }
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The same browser with everything that it keeps, but another router: after a restart.
    pub fn on(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// A request with a method of one's own.
    pub async fn request(&mut self, method: Method, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path), Body::empty()).await
    }
}

/// Fields as a browser sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

impl Answer {
    /// Whether it is this status.
    pub fn is(&self, status: StatusCode) -> bool {
        self.status == status.as_u16()
    }

    /// Where it leads on to.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the first input of this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let at = self.text.find(&format!("name=\"{name}\""))?;
        let tag = &self.text[at..at + self.text[at..].find('>')?];
        attribute(tag, "value")
    }

    /// Names and values of the hidden inputs of the form that leads to `action`.
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let Some(start) = self.text.find(&format!("action=\"{action}\"")) else { return Vec::new() };
        let form = &self.text[start..];
        let form = &form[..form.find("</form>").unwrap_or(form.len())];
        form.split("<input type=\"hidden\"")
            .skip(1)
            .filter_map(|rest| {
                let tag = rest.split('>').next()?;
                Some((attribute(tag, "name")?, attribute(tag, "value")?))
            })
            .collect()
    }

    /// Names and values of everything that the form which leads to `action` would send if nothing on it were
    /// changed: hidden fields, texts and chosen answers.
    pub fn chosen(&self, action: &str) -> Vec<(String, String)> {
        let Some(start) = self.text.find(&format!("action=\"{action}\"")) else { return Vec::new() };
        let form = &self.text[start..];
        let form = &form[..form.find("</form>").unwrap_or(form.len())];
        let (mut fields, mut select) = (Vec::new(), String::new());
        for tag in form.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            match tag.split(' ').next() {
                Some("input") if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => {}
                Some("input") => fields.extend(attribute(tag, "name").zip(attribute(tag, "value"))),
                Some("select") => select = attribute(tag, "name").unwrap_or_default(),
                Some("option") if tag.ends_with(" selected") => {
                    fields.extend(attribute(tag, "value").map(|value| (select.clone(), value)));
                }
                _ => {}
            }
        }
        fields.retain(|(name, _)| name != "csrf");
        fields
    }

    /// Where the link with these words leads; empty when there is none.
    pub fn link_of(&self, words: &str) -> String {
        let Some(at) = self.text.find(&format!(">{words}</a>")) else { return String::new() };
        let tag = &self.text[self.text[..at].rfind('<').unwrap_or_default()..at];
        attribute(tag, "href").unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("this is not JSON: {}", self.text))
    }

    /// The page's text without its tags, for looking for sentences.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for c in self.text.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => words.push(c),
                _ => {}
            }
        }
        unescape(&words)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = &tag[from..];
    Some(unescape(&value[..value.find('"')?]))
}

fn unescape(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ];
    let text = named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&#38;", "&").replace("&amp;", "&")
}
