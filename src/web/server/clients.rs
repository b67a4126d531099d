//! Whose connection this is, and whether there is a place for it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;

use super::Listen;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Counts the connections of each address. A stranger with one address can so take a hundred places, not all of them.
pub struct Doors {
    cap: u32,
    proxies: Vec<IpAddr>,
    /// Plain HTTP is spoken to this machine and to the proxies only.
    plain: bool,
    taken: Mutex<HashMap<IpAddr, u32>>,
}

/// A place that a connection holds; given back when dropped.
pub struct Place {
    doors: Arc<Doors>,
    owner: Option<IpAddr>,
}

impl Doors {
    pub fn new(listen: &Listen) -> Arc<Self> {
        Arc::new(Doors {
            cap: listen.connections_per_address,
            proxies: listen.trusted_proxies.clone(),
            plain: listen.tls.is_none(),
            taken: Mutex::default(),
        })
    }

    /// A place for a connection from this address, or nothing. Proxies have no limit: they stand for all their clients.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        if self.proxies.contains(&peer) {
            return Some(Place { doors: self.clone(), owner: None });
        }
        if self.plain && !peer.is_loopback() {
            tracing::warn!(%peer, "refused a plain connection that came neither from this machine nor from a trusted proxy");
            return None;
        }
        let owner = owner(peer);
        let mut taken = self.taken();
        let count = taken.entry(owner).or_insert(0);
        if *count >= self.cap {
            tracing::debug!(%owner, cap = self.cap, "refused a connection: the address holds all its places");
            return None;
        }
        *count += 1;
        if *count == self.cap {
            tracing::warn!(%owner, cap = self.cap, "an address holds as many connections as it may");
        }
        Some(Place { doors: self.clone(), owner: Some(owner) })
    }

    /// The counters hold no invariant that a panic could break, so a poisoned lock is as good as any.
    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(owner) = self.owner else { return };
        let mut taken = self.doors.taken();
        if let Some(count) = taken.get_mut(&owner) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&owner);
            }
        }
    }
}

/// Who is counted as one: an IPv4 address, or an IPv6 network of 64 bits, which is what one household or office is given.
fn owner(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

/// The proxies that may say for whom they speak.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpAddr>);

impl TrustedProxies {
    pub fn new(proxies: &[IpAddr]) -> Self {
        TrustedProxies(proxies.iter().map(IpAddr::to_canonical).collect())
    }

    /// The client's address: the peer's, or, behind a trusted proxy, the last of `X-Forwarded-For` that is no trusted proxy. What stands to
    /// the left of that was written by the client and is not believed.
    pub fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        if !self.0.contains(&peer) {
            return Some(peer);
        }
        let mut named: Vec<&str> = Vec::new();
        for header in request.headers().get_all(&FORWARDED_FOR) {
            named.extend(header.to_str().unwrap_or("?").split(','));
        }
        let mut nearest = peer;
        for name in named.into_iter().rev() {
            let Some(address) = address_in(name) else { break };
            nearest = address;
            if !self.0.contains(&nearest) {
                break;
            }
        }
        Some(nearest)
    }
}

/// An address as proxies write it: bare, with a port, or an IPv6 one in brackets with or without a port.
fn address_in(name: &str) -> Option<IpAddr> {
    let name = name.trim();
    let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    let address = bare.parse().ok().or_else(|| name.parse().ok().map(|with_port: SocketAddr| with_port.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn doors(cap: u32, tls: bool) -> Arc<Doors> {
        let proxies = vec!["10.0.0.1".parse().unwrap()];
        Arc::new(Doors { cap, proxies, plain: !tls, taken: Mutex::default() })
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let doors = doors(2, true);
        let first = doors.admit(ip("192.0.2.1"));
        let second = doors.admit(ip("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some());
        assert!(doors.admit(ip("192.0.2.1")).is_none());
        assert!(doors.admit(ip("192.0.2.2")).is_some());
        drop(first);
        assert!(doors.admit(ip("192.0.2.1")).is_some());
        drop(second);
        assert!(doors.taken().is_empty(), "counters of those who left are kept");
    }

    #[test]
    fn an_ipv6_network_counts_as_one_and_a_proxy_has_no_limit() {
        let doors = doors(1, true);
        let _one = doors.admit(ip("2001:db8::1")).unwrap();
        assert!(doors.admit(ip("2001:db8::2")).is_none());
        assert!(doors.admit(ip("2001:db8:0:1::1")).is_some());
        let many: Vec<_> = (0..50).map(|_| doors.admit(ip("10.0.0.1"))).collect();
        assert!(many.iter().all(Option::is_some));
    }

    #[test]
    fn plain_http_is_for_this_machine_and_the_proxy() {
        let doors = doors(9, false);
        assert!(doors.admit(ip("127.0.0.1")).is_some());
        assert!(doors.admit(ip("10.0.0.1")).is_some());
        assert!(doors.admit(ip("192.0.2.1")).is_none());
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_about_the_client() {
        let proxies = TrustedProxies::new(&[ip("10.0.0.1"), ip("10.0.0.2")]);
        let client = |peer: &str, forwarded: &[&str]| {
            let mut request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap());
            for value in forwarded {
                request = request.append_header((FORWARDED_FOR, *value));
            }
            proxies.client(&request.to_http_request()).unwrap().to_string()
        };
        assert_eq!(client("192.0.2.9", &["203.0.113.5"]), "192.0.2.9");
        assert_eq!(client("10.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, 203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "203.0.113.5, 10.0.0.2"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["203.0.113.5, junk"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        // What the client wrote itself stands to the left, on a line of its own or on the proxy's.
        assert_eq!(client("10.0.0.1", &["198.51.100.7", "203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["10.0.0.2", "198.51.100.7, 203.0.113.5"]), "203.0.113.5");
        // Nothing but proxies: the farthest of them.
        assert_eq!(client("10.0.0.1", &["10.0.0.1, 10.0.0.2", "10.0.0.2"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["", "unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.5, "]), "10.0.0.1");
    }

    #[test]
    fn addresses_are_understood_as_proxies_write_them() {
        let proxies = TrustedProxies::new(&[ip("::1"), ip("::ffff:10.0.0.1")]);
        let client = |peer: &str, forwarded: &str| {
            let request = TestRequest::default().peer_addr(peer.parse().unwrap());
            let request = request.append_header((FORWARDED_FOR, forwarded));
            proxies.client(&request.to_http_request()).unwrap().to_string()
        };
        for (written, read) in [
            ("203.0.113.5:40123", "203.0.113.5"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("::ffff:203.0.113.5", "203.0.113.5"),
            ("  203.0.113.5  ", "203.0.113.5"),
            ("203.0.113.5:99999", "::1"),
            ("[203.0.113.5", "::1"),
            ("_hidden", "::1"),
        ] {
            assert_eq!(client("[::1]:9", written), read, "{written}");
        }
        assert_eq!(client("10.0.0.1:9", "203.0.113.5"), "203.0.113.5");
        assert_eq!(client("[::ffff:10.0.0.1]:9", "203.0.113.5"), "203.0.113.5");
        assert_eq!(client("[2001:db8::1]:9", "203.0.113.5"), "2001:db8::1");
    }
}
