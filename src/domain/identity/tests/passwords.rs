//! Rules for new passwords, and the queue in front of argon2.

use super::*;
use crate::domain::error::{Error, Refusal};
use crate::domain::identity::passwords::check;

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn checked(password: &str) -> Result<(), Refusal> {
    check(password, password, &["Awa Diop", "awa.diop@sen.example"])
}

#[test]
fn length_counts_in_characters_and_composition_does_not() {
    assert_eq!(checked("fourteen chars"), Err(Refusal::PasswordShort { min: 15 }));
    assert_eq!(checked(""), Err(Refusal::PasswordShort { min: 15 }));
    assert_eq!(checked(&"🔑".repeat(257)), Err(Refusal::PasswordLong { max: 256 }));
    assert_eq!(checked(&"x".repeat(100_000)), Err(Refusal::PasswordLong { max: 256 }));
    assert_eq!(checked("tambour ligne vélo cascade"), Ok(()));
    assert_eq!(checked("мороз лодка сухарь ветер"), Ok(()));
    assert_eq!(check("tambour ligne vélo cascade", "tambour ligne velo cascade", &[]), Err(Refusal::PasswordsDiffer));
}

#[test]
fn what_everybody_guesses_is_refused() {
    for common in
        ["passwordpassword", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnop"]
    {
        assert_eq!(checked(common), Err(Refusal::PasswordCommon), "{common}");
    }
}

#[test]
fn asvs_6_1_2_6_2_11_words_of_this_platform_are_no_password() {
    for known in [
        "Cooperation Platform",
        "StatesParties2027",
        "The Hague, Registry!",
        "International Criminal Court",
        "Cour pénale internationale 26",
        "rome statute rome statute",
        "Sénégal Senegal 2027",
        "Bosnie-Herzégovine!",
        "République tchèque ICC",
    ] {
        assert_eq!(checked(known), Err(Refusal::PasswordCommon), "{known}");
    }
    // One of them among others does no harm.
    assert_eq!(checked("tambour registry vélo cascade"), Ok(()));
}

#[test]
fn the_persons_own_name_and_address_are_refused_as_a_whole_and_not_in_part() {
    for personal in ["the AWADIOP password of 2027", "awa.diop tambour vélo", "xx Awa  Diop xx cascade"] {
        assert_eq!(checked(personal), Err(Refusal::PasswordPersonal), "{personal}");
    }
    assert_eq!(checked("diop tambour ligne vélo cascade"), Ok(()));
    // A name of three letters stands in too many words to count.
    assert_eq!(check("tambour ligne vélo cascade", "tambour ligne vélo cascade", &["Vél", "lig@sen.example"]), Ok(()));
}

#[test]
fn the_password_fits_its_hash_only_with_the_key_that_is_not_in_the_database() {
    let stored = hash("correct horse battery staple");
    assert!(block_on(hasher().verify(secret("correct horse battery staple"), Some(stored.clone()))).unwrap());
    assert!(!block_on(hasher().verify(secret("correct horse battery stapl"), Some(stored.clone()))).unwrap());
    let other = crate::domain::seal::Keyring::new(&crate::domain::seal::Key::generate()).unwrap();
    let other = Hasher::new(&other, 1).unwrap();
    assert!(!block_on(other.verify(secret("correct horse battery staple"), Some(stored))).unwrap());
}

#[test]
fn an_unknown_name_costs_the_same_work_as_a_known_one() {
    let hasher = hasher();
    let stored = hash("correct horse battery staple");
    assert!(!block_on(hasher.verify(secret("anything at all"), None)).unwrap());
    assert_eq!(hasher.runs(), 1);
    assert!(!block_on(hasher.verify(secret("anything at all"), Some(stored))).unwrap());
    assert_eq!(hasher.runs(), 2);
    // What is longer than any password costs nothing, whoever it is for.
    assert!(!block_on(hasher.verify(secret(&"x".repeat(1025)), None)).unwrap());
    assert_eq!(hasher.runs(), 2);
    assert!(matches!(
        block_on(hasher.hash(secret(&"x".repeat(1025)))),
        Err(Error::Refused(Refusal::PasswordLong { .. }))
    ));
}

#[test]
fn a_stored_hash_that_is_damaged_lets_nobody_in_and_breaks_nothing() {
    crate::domain::db::testing::on_each(|test| {
        use diesel::prelude::*;
        with_states(test);
        let awa = comes_in(test, "awa@sen.example", Role::Coordinator);
        test.does(&DOORKEEPER, |ctx| {
            use crate::domain::db::schema::accounts;
            diesel::update(accounts::table.find(&awa))
                .set(accounts::password_hash.eq(Some("$argon2id$damaged")))
                .execute(ctx.conn)?;
            Ok(())
        });
        let attempt = test.does(&DOORKEEPER, |ctx| {
            crate::domain::identity::sign_in::begin(ctx, "awa@sen.example", "192.0.2.1", None)
        });
        let hasher = hasher();
        assert!(!block_on(hasher.verify(secret("correct horse battery staple"), attempt.password())).unwrap());
        assert_eq!(hasher.runs(), 1);
    });
}

#[test]
fn five_hundred_at_once_are_served_in_turn_or_sent_away() {
    let key = crate::domain::seal::Key::generate();
    let hasher = Hasher::new(&crate::domain::seal::Keyring::new(&key).unwrap(), 2).unwrap();
    block_on(async {
        let tries: Vec<_> = (0..500)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.verify(secret("anything at all"), None).await })
            })
            .collect();
        let (mut served, mut busy) = (0, 0);
        for one in tries {
            match one.await.unwrap() {
                Ok(false) => served += 1,
                Err(Error::Busy { retry_after: 5 }) => busy += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(served >= 34, "two at work and 32 waiting: {served}");
        assert!(busy > 0);
        assert_eq!(served, hasher.runs());
        // The queue is free again.
        assert!(!hasher.verify(secret("anything at all"), None).await.unwrap());
    });
}

#[test]
fn a_visitor_who_leaves_the_queue_gives_the_place_back() {
    let key = crate::domain::seal::Key::generate();
    let hasher = Hasher::new(&crate::domain::seal::Keyring::new(&key).unwrap(), 1).unwrap();
    block_on(async {
        for _ in 0..100 {
            let waiting = hasher.verify(secret("anything at all"), None);
            // Polled once and dropped.
            let _ = tokio::time::timeout(std::time::Duration::ZERO, waiting).await;
        }
        // Whatever of it runs still, ends: the places come back.
        while let Err(Error::Busy { .. }) = hasher.verify(secret("anything at all"), None).await {
            tokio::task::yield_now().await;
        }
    });
}
