//! A cycle and what it takes to prepare one.

use diesel::prelude::*;

use crate::domain::access::{Facts, Resource, Stage};
use crate::domain::db::Ctx;
use crate::domain::db::schema::cycles;
use crate::domain::error::Result;
use crate::domain::ids::{CycleId, FormHash};
use crate::domain::line::OneLine;
use crate::domain::time::{Day, Instant};

/// One year's run.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cycles)]
pub struct Cycle {
    pub id: CycleId,
    pub year: i32,
    pub form_hash: FormHash,
    pub note_reference: String,
    pub note_date: Day,
    /// Answers after this are accepted and marked as late.
    pub expected_by: Instant,
    pub stage: Stage,
    /// The responses are invented, for demonstration; every page says so.
    pub invented: bool,
    pub opened_at: Option<Instant>,
    pub frozen_at: Option<Instant>,
    /// States may submit section by section.
    pub by_section: bool,
}

impl Resource for Cycle {
    type Id = CycleId;

    fn load(ctx: &mut Ctx<'_>, id: &CycleId) -> Result<Option<Self>> {
        super::store::by_id(ctx, id)
    }

    fn facts(&self) -> Facts {
        Facts::Cycle { stage: self.stage }
    }
}

/// A cycle as pages address it: by its year.
pub struct CycleOfYear(pub Cycle);

impl Resource for CycleOfYear {
    type Id = i32;

    fn load(ctx: &mut Ctx<'_>, year: &i32) -> Result<Option<Self>> {
        Ok(super::store::by_year(ctx, *year)?.map(CycleOfYear))
    }

    fn facts(&self) -> Facts {
        self.0.facts()
    }
}

/// What the Secretariat gives to prepare a cycle.
#[derive(Debug, Clone)]
pub struct NewCycle {
    pub year: i32,
    pub form: FormHash,
    pub note_reference: OneLine,
    pub note_date: Day,
    /// The day by whose end, at 23:59 in The Hague, responses are expected.
    pub expected_by: Day,
    pub invented: bool,
}
