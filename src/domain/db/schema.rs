//! The tables, as both databases have them. `migrations/README.md` says how a column is added.

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    states (id) {
        id -> Text,
        alpha2 -> Text,
        name_en -> Text,
        name_fr -> Text,
        name_en_text -> Text,
        name_fr_de -> Text,
        other_names -> Text,
        regional_group -> Text,
        entry_into_force -> Text,
        withdrawal_effective -> Nullable<Text>,
        official_address -> Nullable<Text>,
        copy_address -> Nullable<Text>,
    }
}

table! {
    accounts (id) {
        id -> Text,
        state_id -> Nullable<Text>,
        organ -> Nullable<Text>,
        role -> Text,
        name -> Text,
        email -> Text,
        language -> Text,
        password_hash -> Nullable<Text>,
        standing -> Text,
        created_at -> BigInt,
        ends_on -> Nullable<Text>,
        proposed_role -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        confirmed_at -> Nullable<BigInt>,
        confirmed_by -> Nullable<Text>,
        made_by -> Nullable<Text>,
    }
}

table! {
    account_notes (account_id) {
        account_id -> Text,
        reference -> Text,
        date -> Nullable<Text>,
    }
}

table! {
    account_warnings (account_id) {
        account_id -> Text,
        days -> Integer,
    }
}

table! {
    invitations (id) {
        id -> Text,
        account_id -> Text,
        token_hash -> Binary,
        code_hash -> Binary,
        wrong_codes -> Integer,
        issued_by -> Nullable<Text>,
        issued_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
        purpose -> Text,
    }
}

table! {
    password_resets (id) {
        id -> Text,
        account_id -> Text,
        token_hash -> Binary,
        issued_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

table! {
    lost_factors (id) {
        id -> Text,
        state_id -> Nullable<Text>,
        account_id -> Text,
        standing -> Text,
        asked_at -> BigInt,
        expires_at -> BigInt,
        settled_at -> Nullable<BigInt>,
        settled_by -> Nullable<Text>,
        word -> Nullable<Binary>,
    }
}

table! {
    lost_factor_agreements (request_id, part) {
        request_id -> Text,
        part -> Text,
        account_id -> Text,
        agreed_at -> BigInt,
    }
}

table! {
    sessions (id) {
        id -> Text,
        token_hash -> Binary,
        account_id -> Text,
        created_at -> BigInt,
        last_used_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        stage -> Text,
        proved_at -> Nullable<BigInt>,
        wrong -> Integer,
        device -> Text,
        network -> Text,
        back -> Text,
        carried -> Nullable<Binary>,
    }
}

table! {
    factors (id) {
        id -> Text,
        account_id -> Text,
        kind -> Text,
        name -> Text,
        sealed -> Binary,
        credential_hash -> Nullable<Binary>,
        last_step -> Nullable<BigInt>,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}

table! {
    factor_drafts (session_id) {
        session_id -> Text,
        sealed -> Binary,
        created_at -> BigInt,
    }
}

table! {
    recovery_codes (account_id, code_hash) {
        account_id -> Text,
        code_hash -> Binary,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

table! {
    answered_challenges (challenge_hash) {
        challenge_hash -> Binary,
        expires_at -> BigInt,
    }
}

table! {
    sent_forms (key_hash) {
        key_hash -> Binary,
        outcome -> Text,
        sent_at -> BigInt,
    }
}

table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> Integer,
        last_at -> BigInt,
    }
}

table! {
    forms (hash) {
        hash -> Text,
        form_id -> Text,
        version -> Text,
        title -> Text,
        compiled -> Binary,
        source -> Binary,
        problems -> Text,
        imported_by -> Nullable<Text>,
        imported_at -> BigInt,
    }
}

table! {
    cycles (id) {
        id -> Text,
        year -> Integer,
        form_hash -> Text,
        note_reference -> Text,
        note_date -> Text,
        expected_by -> BigInt,
        stage -> Text,
        invented -> Bool,
        opened_at -> Nullable<BigInt>,
        frozen_at -> Nullable<BigInt>,
        by_section -> Bool,
    }
}

table! {
    cycle_invitations (state_id, cycle_id) {
        state_id -> Text,
        cycle_id -> Text,
        mail_id -> Nullable<Text>,
        invited_at -> BigInt,
    }
}

table! {
    responses (state_id, id) {
        state_id -> Text,
        id -> Text,
        cycle_id -> Text,
        form_hash -> Text,
        begun_by -> Text,
        begun_at -> BigInt,
        version -> Integer,
        revision -> Integer,
        submitted_at -> Nullable<BigInt>,
        published_revision -> Integer,
        published_at -> Nullable<BigInt>,
        destroyed_at -> Nullable<BigInt>,
        sections -> Nullable<Text>,
    }
}

table! {
    presences (state_id, response_id, section, account_id) {
        state_id -> Text,
        response_id -> Text,
        section -> Text,
        account_id -> Text,
        at -> BigInt,
    }
}

table! {
    entries (state_id, response_id, id) {
        state_id -> Text,
        response_id -> Text,
        id -> Text,
        repeat_code -> Text,
        parent_id -> Text,
        position -> Integer,
    }
}

table! {
    answers (state_id, response_id, code, entry_id) {
        state_id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        sealed -> Binary,
        visibility -> Nullable<Text>,
        version -> Integer,
        changed_by -> Text,
        changed_at -> BigInt,
    }
}

table! {
    answer_versions (state_id, response_id, code, entry_id, version) {
        state_id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        version -> Integer,
        sealed -> Binary,
        visibility -> Nullable<Text>,
        changed_by -> Text,
        changed_at -> BigInt,
    }
}

table! {
    carried_answers (state_id, response_id, code, entry_id) {
        state_id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        year -> Integer,
        form_hash -> Text,
        standing -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
    }
}

table! {
    removed_entries (state_id, response_id, id) {
        state_id -> Text,
        response_id -> Text,
        id -> Text,
        repeat_code -> Text,
        parent_id -> Text,
        position -> Integer,
        removed_with -> Text,
        removed_by -> Text,
        removed_at -> BigInt,
    }
}

table! {
    comments (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        section -> Text,
        code -> Text,
        entry_id -> Text,
        sealed -> Binary,
        written_by -> Text,
        written_at -> BigInt,
        addressed_to -> Nullable<Text>,
        resolved -> Bool,
        turned_by -> Nullable<Text>,
        turned_at -> Nullable<BigInt>,
    }
}

table! {
    clearances (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        asked_of -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        note -> Nullable<Binary>,
        verdict -> Nullable<Text>,
        remarks -> Nullable<Binary>,
        answered_at -> Nullable<BigInt>,
        seen_version -> Nullable<Integer>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

table! {
    imports (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        account_id -> Text,
        made_at -> BigInt,
        progress -> Text,
        sealed -> Nullable<Binary>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
    }
}

table! {
    uploads (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        account_id -> Text,
        sealed -> Binary,
        size -> Integer,
        received -> Integer,
        pieces -> Text,
        attachment_id -> Nullable<Text>,
        begun_at -> BigInt,
        touched_at -> BigInt,
    }
}

table! {
    rival_answers (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        sealed -> Binary,
        visibility -> Nullable<Text>,
        written_by -> Text,
        written_at -> BigInt,
    }
}

table! {
    attachments (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        code -> Text,
        entry_id -> Text,
        sealed -> Binary,
        submitted -> Bool,
        court_only -> Bool,
        published -> Bool,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
        attached -> Bool,
        removed_by -> Nullable<Text>,
        removed_at -> Nullable<BigInt>,
    }
}

table! {
    assignments (state_id, response_id, section, account_id) {
        state_id -> Text,
        response_id -> Text,
        section -> Text,
        account_id -> Text,
        extent -> Text,
        due -> Nullable<Text>,
        note -> Nullable<Binary>,
        given_by -> Nullable<Text>,
        given_at -> Nullable<BigInt>,
        reads_rest -> Bool,
    }
}

table! {
    assigned_questions (state_id, response_id, section, account_id, code) {
        state_id -> Text,
        response_id -> Text,
        section -> Text,
        account_id -> Text,
        code -> Text,
    }
}

table! {
    section_statuses (state_id, response_id, section) {
        state_id -> Text,
        response_id -> Text,
        section -> Text,
        status -> Text,
        set_by -> Text,
        set_at -> BigInt,
    }
}

table! {
    revisions (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        number -> Integer,
        form_hash -> Text,
        sealed -> Binary,
        sha256 -> Text,
        receipt -> Text,
        submitted_by -> Text,
        submitted_at -> BigInt,
        late -> Bool,
        after_freeze -> Bool,
    }
}

table! {
    clarifications (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        revision -> Integer,
        code -> Text,
        entry_id -> Text,
        organ -> Text,
        copied -> Bool,
        hoped_for -> Nullable<Text>,
        standing -> Text,
        entries -> Integer,
        asked_by -> Text,
        asked_at -> BigInt,
        turned_at -> BigInt,
    }
}

table! {
    clarification_entries (state_id, clarification_id, number) {
        state_id -> Text,
        clarification_id -> Text,
        number -> Integer,
        side -> Text,
        sealed -> Binary,
        written_by -> Text,
        written_at -> BigInt,
    }
}

table! {
    snapshots (state_id, id) {
        state_id -> Text,
        id -> Text,
        response_id -> Text,
        cycle_id -> Text,
        number -> Integer,
        revision -> Integer,
        sealed -> Binary,
        sha256 -> Text,
        published_by -> Nullable<Text>,
        published_at -> BigInt,
        superseded_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

table! {
    told (state_id, account_id, kind, response_id) {
        state_id -> Text,
        account_id -> Text,
        kind -> Text,
        response_id -> Text,
        told_at -> BigInt,
    }
}

table! {
    outbox (id) {
        id -> Text,
        kind -> Text,
        state_id -> Nullable<Text>,
        recipient -> Text,
        sealed -> Nullable<Binary>,
        state -> Text,
        attempts -> Integer,
        next_at -> BigInt,
        leased_until -> BigInt,
        last_fault -> Nullable<Text>,
        created_at -> BigInt,
        settled_at -> Nullable<BigInt>,
    }
}

table! {
    audit (id) {
        id -> Text,
        at -> BigInt,
        actor -> Text,
        account_id -> Nullable<Text>,
        action -> Text,
        subject -> Text,
        state_id -> Nullable<Text>,
        detail -> Text,
    }
}

table! {
    readings (id) {
        id -> Text,
        cycle_id -> Text,
        account_id -> Text,
        reader -> Text,
        states -> Text,
        codes -> Text,
        at -> BigInt,
    }
}

table! {
    data_keys (id) {
        id -> Text,
        purpose -> Text,
        state_id -> Nullable<Text>,
        cycle_id -> Nullable<Text>,
        wrapped -> Binary,
        created_at -> BigInt,
        generation -> Integer,
        current_from -> BigInt,
        destroyed_at -> Nullable<BigInt>,
    }
}

allow_tables_to_appear_in_same_query!(
    states,
    accounts,
    account_notes,
    account_warnings,
    invitations,
    lost_factors,
    lost_factor_agreements,
    sessions,
    forms,
    cycles,
    cycle_invitations,
    responses,
    answers,
    revisions,
    snapshots,
    outbox,
    told,
    readings,
    assignments,
    assigned_questions,
    attachments,
    clarifications,
);
