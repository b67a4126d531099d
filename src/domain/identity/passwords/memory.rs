//! Argon2id in memory that its thread keeps. The library takes its nineteen megabytes anew for each password, aligned to 64 bytes, and
//! what is given back that way the C library finds again only in part: after a dozen sign-ins 220 MB were held for one at a time.

use std::cell::RefCell;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, Error, PasswordHasher, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// The memory of one thread that hashes.
#[derive(Default)]
pub(super) struct Memory(RefCell<Vec<Block>>);

/// Argon2id with a key, at a cost, in kept memory. To verify is the library's part: it comes with [`CustomizedPasswordHasher`].
pub(super) struct InMemory<'a> {
    pub(super) pepper: &'a [u8],
    pub(super) params: Params,
    pub(super) memory: &'a Memory,
}

impl InMemory<'_> {
    fn hash(
        &self,
        (password, salt): (&[u8], &[u8]),
        (algorithm, version): (Algorithm, Version),
        params: Params,
    ) -> Result<PasswordHash> {
        let salt = Salt::new(salt)?;
        let mut whole = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let out = whole.get_mut(..length).ok_or(Error::OutputSize)?;
        let text = ParamsString::try_from(&params)?;
        let blocks = params.block_count();
        let argon2 = Argon2::new_with_secret(self.pepper, algorithm, version, params)?;
        let mut memory = self.memory.0.try_borrow_mut().map_err(|_| Error::Internal)?;
        if memory.len() < blocks {
            memory.resize(blocks, Block::default());
        }
        let done = argon2.hash_password_into_with_memory(password, &salt, out, memory.as_mut_slice());
        // What was derived from a password does not stay until the next one comes.
        memory.iter_mut().for_each(|block| *block = Block::default());
        done?;
        let hash = Some(Output::new(out)?);
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: text,
            salt: Some(salt),
            hash,
        })
    }
}

impl PasswordHasher<PasswordHash> for InMemory<'_> {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        self.hash((password, salt), (Algorithm::Argon2id, Version::V0x13), self.params.clone())
    }
}

impl CustomizedPasswordHasher<PasswordHash> for InMemory<'_> {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        self.hash((password, salt), (algorithm, version), params)
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordVerifier;

    use super::*;

    #[test]
    fn the_same_comes_out_as_of_the_library_alone() {
        let params = Params::new(64, 2, 1, None).unwrap();
        let memory = Memory::default();
        let ours = InMemory { pepper: b"a key outside the database", params: params.clone(), memory: &memory };
        let key = b"a key outside the database";
        let library = Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, params).unwrap();
        for password in ["correct horse", "battery staple", ""] {
            let hash = ours.hash_password_with_salt(password.as_bytes(), b"sixteen bytes ok").unwrap();
            let same = library.hash_password_with_salt(password.as_bytes(), b"sixteen bytes ok").unwrap();
            assert_eq!(hash.to_string(), same.to_string());
            assert!(ours.verify_password(password.as_bytes(), &same).is_ok());
            assert!(ours.verify_password(b"another", &same).is_err());
        }
        // One that was stored at a greater cost is verified at that.
        let costly =
            Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, Params::new(128, 3, 1, None).unwrap());
        let stored = costly.unwrap().hash_password_with_salt(b"correct horse", b"sixteen bytes ok").unwrap();
        assert!(ours.verify_password(b"correct horse", &stored).is_ok());
        assert!(memory.0.borrow().iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
        assert_eq!(memory.0.borrow().len(), 128);
    }
}
