# shellcheck shell=bash disable=SC2154
# Sourced by tests/run: brings a fresh Debian machine with Rust and a C compiler to what the tests need. What is there is left alone.

# Debian's packages, by what they are wanted for. A machine where nothing can be installed gets a warning; with CI set, an error.
install_packages() {
  local missing=()
  command -v cc > /dev/null || missing+=(gcc libc6-dev)
  command -v openssl > /dev/null || missing+=(openssl)
  command -v python3 > /dev/null || missing+=(python3)
  python3 -c 'import ensurepip' 2> /dev/null || missing+=(python3-venv)
  command -v node > /dev/null || missing+=(nodejs)
  command -v npm > /dev/null || missing+=(npm)
  command -v pdftotext > /dev/null || missing+=(poppler-utils)
  ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || missing+=(postgresql)
  [ -x /usr/bin/chromium ] || missing+=(chromium fonts-dejavu-core)
  # What ministries open the files with: the tests let it open, fill in and save them.
  command -v soffice > /dev/null || missing+=(libreoffice-writer-nogui libreoffice-calc-nogui)
  /usr/bin/python3 -c 'import uno' 2> /dev/null || missing+=(python3-uno)
  command -v pdftotext > /dev/null || missing+=(poppler-utils)
  [ ${#missing[@]} -gt 0 ] || return 0

  echo "installing: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "not root on Debian: please install them by hand" >&2
    [ -z "${CI:-}" ]
    return
  fi
  # Otherwise Debian makes and starts a cluster that nobody asked for.
  if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" > "$work/apt.log" 2>&1 \
    || { tail -n 30 "$work/apt.log" >&2; return 1; }
}

# An environment for Python's packages, made anew when the list of them changes.
install_python() {
  local venv=$cache/venv
  if ! cmp -s tests/requirements.txt "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement tests/requirements.txt
    cp tests/requirements.txt "$venv/requirements.txt"
  fi
}

# The packages of the browser tests, as their lock file names them.
install_browser_packages() {
  local modules=tests/browser/node_modules
  if ! cmp -s tests/browser/package-lock.json "$modules/.installed"; then
    (cd tests/browser && npm ci --no-audit --no-fund --loglevel=error)
    cp tests/browser/package-lock.json "$modules/.installed"
  fi
}

# Unoptimised: two minutes of one core instead of ten when it is not in the cache yet, and a few seconds more to look.
install_cargo_deny() {
  local version=0.20.2
  if [ ! -x "$cache/tools/bin/cargo-deny" ] || ! "$cache/tools/bin/cargo-deny" --version | grep -qF "$version"; then
    CARGO_TARGET_DIR=$cache/tools/target CARGO_PROFILE_DEV_DEBUG=false nice \
      cargo install cargo-deny --version "$version" --locked --debug --root "$cache/tools"
    rm -rf "$cache/tools/target"
  fi
}
