//! Inviting States: those without an address are named once and written to when they have one; the letter has both working languages.

use crate::app::*;

async fn invite_all(secretariat: &Visitor<'_>) -> Answer {
    secretariat.post("/secretariat/cycles/2027/invite", &[]).await.expect_status(200)
}

async fn addresses(secretariat: &Visitor<'_>, rows: &str) {
    let file = format!("iso3166_alpha3,official_address,copy_address\n{rows}");
    let imported =
        secretariat.uploads("/secretariat/states/addresses", &[], Some(("file", "a.csv", file.as_bytes()))).await;
    secretariat.follows(imported).await;
}

fn row_of(page: &Answer, state: &str) -> String {
    let html = page.html();
    let row = html.select(&selector(&format!("tr#{state}"))).next().unwrap();
    row.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

on_both!(a_state_without_an_address_is_invited_once, |app| async {
    let secretariat = app.secretariat().await;
    addresses(&secretariat, "SEN,embassy@sen.example,\n").await;
    // A coordinator of a State without an address, who has not come in yet.
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", "mina@svn.example").set("role", "coordinator").set("state", "SVN");
    new.set("language", "en").set("note", "SVN/1").set("note_date", "2027-03-30");
    let added = secretariat.sends(&new).await.expect_status(303);
    // Who is not confirmed yet is not invited with the others, and the pages do not promise it.
    let alone = secretariat.opens("/secretariat/cycles/2027?confirm=invite&state=SVN").await;
    alone.says("1 coordinator waits to be confirmed").is_silent_on("who have no password yet get");
    let all = secretariat.opens("/secretariat/cycles/2027?confirm=invite").await;
    all.says("1 coordinator waits to be confirmed");
    assert!(row_of(&all, "SVN").contains("1 waits to be confirmed"), "{}", row_of(&all, "SVN"));
    let mina = added.location().split("added=").nth(1).unwrap().to_owned();
    secretariat.confirms(&mina).await.expect_status(303);

    let first = invite_all(&secretariat).await;
    first.says("Slovenia").says("Mina Kos");
    let code = |page: &Answer| {
        let html = page.html();
        html.select(&selector("td code")).map(|code| code.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(code(&first).len(), 1);
    let page = secretariat.opens("/secretariat/cycles/2027").await;
    assert!(
        row_of(&page, "SVN").contains("Invited, but not written to: no official address"),
        "{}",
        row_of(&page, "SVN")
    );
    assert!(!row_of(&page, "SVN").contains("Not sent"));
    page.is_silent_on("?confirm=invite#confirm");

    // Nobody is left to be invited, and the code that was passed on still holds.
    let open = |app: &TestApp| {
        app.query(
            "SELECT CAST(count(*) AS TEXT) AS text FROM invitations WHERE withdrawn_at IS NULL",
            "SELECT count(*)::text AS text FROM invitations WHERE withdrawn_at IS NULL",
        )
    };
    let before = open(&app);
    let again = invite_all(&secretariat).await;
    again.is_silent_on("Slovenia");
    assert!(code(&again).is_empty());
    assert_eq!(before, open(&app));
    assert_eq!(app.post().await.iter().filter(|letter| letter.to.contains("mina@")).count(), 1);

    // With an address it is written to by the next round, and its codes stay.
    addresses(&secretariat, "SEN,embassy@sen.example,\nSVN,embassy@svn.example,\n").await;
    let page = secretariat.opens("/secretariat/cycles/2027").await;
    page.says("?confirm=invite#confirm").says("Invite 1 State Party");
    assert!(row_of(&page, "SVN").contains("it had no official address then"), "{}", row_of(&page, "SVN"));
    // A State without an account is chosen all the same, for the list and for who is added next.
    let nobody = secretariat.opens("/secretariat/accounts?of=ALB").await;
    let chosen = |id: &str| {
        let html = nobody.html();
        let option = html.select(&selector(&format!("#{id} option[selected]"))).next();
        option.and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
    };
    assert_eq!((chosen("of"), chosen("state")), ("ALB".to_owned(), "ALB".to_owned()));
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=invite").await;
    let sent = secretariat.sends(&asked.form("/secretariat/cycles/2027/invite")).await.expect_status(200);
    assert!(code(&sent).is_empty());
    let letters = app.post().await;
    assert_eq!(letters.iter().filter(|letter| letter.to.contains("embassy@svn")).count(), 1);
    assert_eq!(letters.iter().filter(|letter| letter.to.contains("embassy@sen")).count(), 1);
    assert_eq!(letters.iter().filter(|letter| letter.to.contains("mina@")).count(), 1);

    let letter = letters.iter().find(|letter| letter.to.contains("embassy@svn")).unwrap();
    let (english, french) = letter.text.split_once(&"-".repeat(60)).expect("two languages");
    for (text, words) in [
        (english, ["presents its compliments", "30 June 2027", "This mail is genuine"]),
        (french, ["présente ses compliments", "30 juin 2027", "Ce courriel est authentique"]),
    ] {
        for word in words.into_iter().chain(["ICC-ASP/26/SP/09", BASE]) {
            assert!(text.contains(word), "{word} is missing: {text}");
        }
    }
});
