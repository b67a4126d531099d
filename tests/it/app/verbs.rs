//! What people do on the pages, a verb each.

use super::*;

impl Visitor<'_> {
    /// Both steps of signing in.
    pub async fn comes_in(&self, email: &str) -> Answer {
        let half = self.signs_in(email, PASSWORD).await.expect_status(303);
        assert_eq!(half.location(), "/sign-in/factor");
        self.shows_code(&self.app.code(email)).await
    }

    /// Sets an authenticator up: its secret, and the recovery codes that are shown.
    pub async fn enrols(&self) -> ([u8; 20], Vec<String>) {
        let choice = self.opens("/account/factors/add").await;
        let begun = self.sends(&choice.form("/account/factors/codes")).await;
        let page = self.follows(begun).await;
        let typed = page.html().select(&selector("#secret")).next().unwrap().attr("data-secret").unwrap().to_owned();
        let secret: [u8; 20] = totp_rs::Secret::try_from_base32(typed).unwrap().as_bytes().try_into().unwrap();
        let picture = self.opens("/account/factors/codes.png").await;
        assert!(picture.body.starts_with(b"\x89PNG"));
        let mut form = page.form("/account/factors/codes/confirm");
        form.set("code", &code_of(secret, self.app.step()));
        let done = self.sends(&form).await.expect_status(200);
        let html = done.html();
        let codes = html.select(&selector("ol.codes code")).map(|code| code.text().collect()).collect();
        self.sends(&done.form("/account/continue")).await.expect_status(303);
        (secret, codes)
    }

    /// The second step of signing in.
    pub async fn shows_code(&self, code: &str) -> Answer {
        let mut form = self.opens("/sign-in/factor").await.form("/sign-in/factor");
        form.set("code", code);
        self.sends(&form).await
    }

    /// The first step of signing in.
    pub async fn signs_in(&self, email: &str, password: &str) -> Answer {
        let mut form = self.opens("/sign-in").await.form("/sign-in");
        form.set("email", email).set("password", password);
        self.sends(&form).await
    }

    /// Begins the response of a year: its id.
    pub async fn begins(&self, year: i32) -> String {
        let home = self.opens("/").await;
        let action = format!("/cycles/{year}/response");
        let answer = self.sends(&home.form(&action)).await.expect_status(303);
        answer.location().trim_start_matches("/responses/").to_owned()
    }

    /// Says otherwise what a file is, on the page of the files beside an answer at `here`.
    pub async fn describes(&self, here: &str, file: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.opens(&format!("{here}?file={file}")).await;
        let mut form = page.form_with(&format!("{here}/{file}"), "#title");
        form.set("do", "describe");
        for (name, value) in fields {
            form.set(name, value);
        }
        self.sends(&form).await
    }

    /// The form of a section.
    pub async fn section(&self, id: &str, section: &str) -> Form {
        let path = format!("/responses/{id}/sections/{section}");
        self.opens(&path).await.form(&path)
    }

    /// Sets fields of a section and saves it.
    pub async fn saves(&self, id: &str, section: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = self.section(id, section).await;
        for (name, value) in fields {
            form.set(name, value);
        }
        form.set("then", "stay");
        self.sends(&form).await
    }

    /// Answers one question by its code.
    pub async fn answers(&self, id: &str, code: &str, value: &str) -> Answer {
        let section = code.split('.').next().unwrap();
        self.saves(id, section, &[(&format!("value:{code}"), value)]).await.expect_status(303)
    }

    /// Gives a section to a contributor.
    pub async fn gives(&self, id: &str, section: &str, account: &str) -> Answer {
        self.gives_with(id, section, &[("account", account)]).await
    }

    /// Gives a section with these fields, as the page stands now.
    pub async fn gives_with(&self, id: &str, section: &str, fields: &[(&str, &str)]) -> Answer {
        let account = fields.iter().find(|(name, _)| *name == "account").map_or("", |(_, account)| account);
        let seen = self.sees_given(id, section, account).await;
        let mut all = vec![("then", "give"), ("seen", seen.as_str())];
        all.extend(fields);
        self.post(&format!("/responses/{id}/sections/{section}/assignments"), &all).await
    }

    /// Takes a section away, as the page stands now.
    pub async fn takes(&self, id: &str, section: &str, account: &str) -> Answer {
        let seen = self.sees_given(id, section, account).await;
        let fields = [("then", "take"), ("account", account), ("seen", seen.as_str())];
        self.post(&format!("/responses/{id}/sections/{section}/assignments"), &fields).await
    }

    /// What the page of a section's assignments carries of what somebody has of it; nothing where they have nothing, or the page is not theirs.
    pub async fn sees_given(&self, id: &str, section: &str, account: &str) -> String {
        let page = self.get(&format!("/responses/{id}/sections/{section}/assignments")).await;
        if page.status != 200 {
            return String::new();
        }
        let html = page.html();
        let value = |form: scraper::ElementRef<'_>, name: &str| {
            let input = form.select(&selector(&format!("input[name={name}]"))).next();
            input.and_then(|input| input.attr("value")).unwrap_or_default().to_owned()
        };
        let form = html.select(&selector("main form")).find(|form| value(*form, "account") == account);
        form.map(|form| value(form, "seen")).unwrap_or_default()
    }

    /// Submits, by the page: the receipt.
    pub async fn submits(&self, id: &str) -> Answer {
        let form = self.opens(&format!("/responses/{id}/submit")).await.form("");
        let form = Form { action: format!("/responses/{id}/submit"), ..form };
        let answer = self.sends(&form).await;
        self.follows(answer).await
    }

    /// Amends with a reason: the receipt.
    pub async fn amends(&self, id: &str, reason: &str) -> Answer {
        let form = self.opens(&format!("/responses/{id}/submit")).await.form("");
        let mut form = Form { action: format!("/responses/{id}/submit"), ..form };
        form.set("reason", reason);
        let answer = self.sends(&form).await;
        self.follows(answer).await
    }

    /// Reads a State's response.
    pub async fn reads(&self, state: &str) -> Answer {
        self.opens(&format!("/cycles/2027/responses/{state}")).await
    }

    /// Confirms a coordinator against a note verbale, as a member of the Secretariat.
    pub async fn confirms(&self, account: &str) -> Answer {
        let path = format!("/secretariat/accounts/{account}/confirm");
        let mut form = self.opens(&path).await.form(&path);
        form.set("reference", "NV/2027/114").set("date", "2027-04-01");
        self.sends(&form).await
    }

    /// The same once more, past the page, which has no form any more.
    pub async fn confirms_again(&self, account: &str) -> Answer {
        let path = format!("/secretariat/accounts/{account}/confirm");
        self.post(&path, &[("reference", "NV/2027/114"), ("date", "2027-04-01")]).await
    }

    /// Publishes a State's response.
    pub async fn publishes(&self, state: &str) -> Answer {
        let path = format!("/secretariat/cycles/2027/publish/{state}");
        let page = self.opens(&path).await;
        let action = page
            .html()
            .select(&selector("main form[method=post]"))
            .next()
            .map(|form| form.attr("action").unwrap_or("").to_owned());
        let form = page.form(&action.expect("a form that publishes"));
        let answer = self.post_raw(&path, encoded(&form.fields)).await;
        self.follows(answer).await
    }
}
