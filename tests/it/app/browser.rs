//! Somebody at a browser: asks for pages, keeps cookies, sends forms.

use super::*;

/// Somebody at a browser.
pub struct Visitor<'a> {
    pub app: &'a TestApp,
    pub email: String,
    pub cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<String>,
}

/// One request, to be changed before it is sent.
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn encoded(fields: &[(String, String)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

impl TestApp {
    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { app: self, email: String::new(), cookies: RefCell::default(), token: RefCell::default() }
    }

    /// Somebody who signs in with the common password and their authenticator.
    pub async fn person(&self, email: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        visitor.email = email.to_owned();
        visitor.comes_in(email).await.expect_status(303);
        visitor
    }

    pub async fn secretariat(&self) -> Visitor<'_> {
        self.person("secretariat@platform.example").await
    }

    pub async fn court(&self, organ: &str) -> Visitor<'_> {
        self.person(&format!("{organ}@court.example")).await
    }

    pub async fn facilitator(&self) -> Visitor<'_> {
        self.person("facilitator@platform.example").await
    }

    pub async fn coordinator(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("coordinator@{}.example", state.to_lowercase())).await
    }

    pub async fn contributor(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("contributor@{}.example", state.to_lowercase())).await
    }

    pub async fn reader(&self, state: &str) -> Visitor<'_> {
        self.person(&format!("reader@{}.example", state.to_lowercase())).await
    }
}

impl Visitor<'_> {
    pub async fn ask(&self, asked: Asked) -> Answer {
        let call = self.app.call().await;
        let mut request = http::TestRequest::default()
            .method(asked.method)
            .uri(&asked.path)
            .peer_addr("192.0.2.10:40000".parse().unwrap());
        for (name, value) in &asked.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        let jar: Vec<String> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request = request.insert_header((header::COOKIE, jar.join("; ")));
        }
        self.app.secrets.learn_sent(&asked.body);
        let answer = call(request.set_payload(asked.body).to_request()).await;
        self.keep(&answer);
        answer
    }

    fn keep(&self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = actix_web::cookie::Cookie::parse(cookie.to_str().unwrap().to_owned()).unwrap();
            let gone = cookie.max_age().is_some_and(|age| age.is_zero());
            self.app.secrets.learn(cookie.value());
            let mut jar = self.cookies.borrow_mut();
            let changed = jar.get(cookie.name()).map(String::as_str) != Some(cookie.value());
            if cookie.name() == "__Host-concord" && changed {
                self.token.borrow_mut().clear();
            }
            if gone {
                jar.remove(cookie.name());
            } else {
                jar.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let is_page = answer.headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
        if is_page {
            self.app.secrets.learn_shown(&answer.text());
        }
        if is_page && let Some((_, rest)) = answer.text().split_once("name=\"token\" value=\"") {
            *self.token.borrow_mut() = rest.split('"').next().unwrap().to_owned();
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Asked { method: Method::GET, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }).await
    }

    /// The page, which has to be there.
    pub async fn opens(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.words());
        answer
    }

    /// The token of this visitor's forms.
    pub async fn token(&self) -> String {
        if self.token.borrow().is_empty() {
            self.get("/help").await;
        }
        self.token.borrow().clone()
    }

    pub async fn post_raw(&self, path: &str, body: Vec<u8>) -> Answer {
        let headers = vec![
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
            ("Origin".to_owned(), BASE.to_owned()),
        ];
        self.ask(Asked { method: Method::POST, path: path.to_owned(), headers, body }).await
    }

    /// Sends fields, with the token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("token".to_owned(), self.token().await)];
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post_raw(path, encoded(&all)).await
    }

    pub async fn sends(&self, form: &Form) -> Answer {
        self.post_raw(&form.action, encoded(&form.fields)).await
    }

    pub async fn uploads(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Answer {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        let (kind, body) = multipart(&all, file);
        let headers = vec![("Content-Type".to_owned(), kind), ("Origin".to_owned(), BASE.to_owned())];
        self.ask(Asked { method: Method::POST, path: path.to_owned(), headers, body }).await
    }

    /// Follows an answer to where it leads.
    pub async fn follows(&self, answer: Answer) -> Answer {
        let answer = answer.expect_status(303);
        self.opens(answer.location().split('#').next().unwrap()).await
    }
}
