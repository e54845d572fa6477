# Shared by the scripts beside it: makes ready what a fresh machine lacks, once, and finds it ready ever after.
# shellcheck shell=bash

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
venv=$root/.venv

# Everything for the person goes to stderr: what the started program prints may go into a file.
tell() { printf '%s\n' "$*" >&2; }

fail() { # <what failed> <what to do>
    tell "Set-up stopped: $1"
    tell "What to do: $2"
    exit 1
}

# The stamp holds the checksums and paths of all that decides what is installed: a changed lock or a moved
# checkout no longer matches. It is written last, so a set-up that was interrupted leaves none.
fingerprint() { # <run|test>
    cksum "$root/pyproject.toml" "$root/requirements/build.txt" "$root/requirements/$1.txt"
}

is_ready() { # <run|test>
    [ -x "$venv/bin/python" ] && [ -f "$venv/ready-to-$1" ] && [ "$(<"$venv/ready-to-$1")" = "$(fingerprint "$1")" ]
}

# Make sure that the environment for <run|test> is there; a few milliseconds when it is.
set_up() {
    is_ready "$1" && return
    if [ ! -w "$root" ]; then
        venv=${XDG_DATA_HOME:-$HOME/.local/share}/companion/venv
        is_ready "$1" && return
    fi
    tell "Setting up what this needs; the first time takes a minute or two and needs the internet."
    find_python
    # One set-up at a time: the lock lives on this file's descriptor and goes with the last process that holds it.
    exec 9<"${BASH_SOURCE[0]}"
    "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' || tell "Going on without a lock."
    if ! is_ready "$1"; then
        log=$(mktemp)
        install_system_packages "$1"
        make_environment "$1"
        rm -f "$log"
        tell "Ready."
    fi
    exec 9<&-
}

# The name with the version (python3.11) goes into the environment: it breaks visibly, and is mended, when the
# system moves on to another Python.
find_python() {
    local name found=
    local versioned='import os, sys
sys.version_info >= (3, 11) or sys.exit(1)
path = os.path.join(os.path.dirname(sys.executable), "python%d.%d" % sys.version_info[:2])
print(path if os.path.exists(path) else sys.executable)'
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        python=$("$name" -c "$versioned" 2>/dev/null) && return
        [ -n "$found" ] || found=$("$name" --version 2>/dev/null) || true
    done
    fail "Python 3.11 or newer is needed, and ${found:-no Python} was found." \
        "install one with your system's package manager (on Debian and Ubuntu: apt-get install python3 python3-venv), then start again."
}

system_packages() { # <run|test>, prints their names for this system's package manager
    case $manager-$1 in
        apt-get-*) echo libportaudio2 espeak-ng libasound2-plugins ;;
        dnf-*) echo portaudio espeak-ng alsa-plugins-pulseaudio ;;
        brew-*) echo portaudio espeak-ng ;;
    esac
    [ "$1" = test ] && case $manager in
        # Ubuntu has Chromium as a snap only, and Homebrew as an application: there its tests take what there is.
        apt-get) echo pulseaudio pulseaudio-utils; [[ $(</etc/os-release) != *$'\nID=debian\n'* ]] || echo chromium libatomic1 ;;
        dnf) echo pulseaudio pulseaudio-utils chromium libatomic ;;
        brew) echo pulseaudio ;;
    esac
    # Debian keeps a part of Python's own library in a package of its own.
    if [ "$manager" = apt-get ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "${python##*/}-venv"
    fi
}

is_installed() { # <package>
    case $manager in
        apt-get) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
        # Fedora's own sound server brings its own plug-in, which excludes the other.
        dnf) rpm -q "$1" >/dev/null 2>&1 || { [ "$1" = alsa-plugins-pulseaudio ] && rpm -q pipewire-alsa >/dev/null 2>&1; } ;;
        brew) brew list --versions "$1" >/dev/null 2>&1 ;;
    esac
}

install_system_packages() { # <run|test>
    local package missing=()
    for manager in apt-get dnf brew ''; do
        command -v "$manager" >/dev/null 2>&1 && break
    done
    if [ -z "$manager" ]; then
        tell "This script installs system packages with apt-get, dnf or brew, and found none of them."
        tell "If sound does not work, install PortAudio and eSpeak NG with your system's own tool."
        return
    fi
    for package in $(system_packages "$1"); do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    tell "Missing system packages: ${missing[*]}."
    if choose_rights; then
        tell "Installing them with $manager ..."
        install_now "${missing[@]}" && return
        show_log
    fi
    if [ "$1" = test ] || [[ ${missing[*]} == *-venv* ]]; then
        fail "these system packages are needed and could not be installed: ${missing[*]}." \
            "have someone with administrator rights run: $manager install ${missing[*]}. Then start again."
    fi
    tell "Going on without them: sound may not work. To have it, have someone with administrator rights run:"
    tell "    $manager install ${missing[*]}"
}

# How to run a command with administrator rights goes into `rights`; false when that is not to be had or not wanted.
choose_rights() {
    local answer
    rights=()
    [ "$manager" = brew ] || [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null 2>&1 || { tell "They need administrator rights, and there is no sudo here."; return 1; }
    [ "${CI:-}" = true ] && rights=(sudo -n) && return
    [ -t 0 ] || { tell "They need administrator rights, and there is no terminal to ask for them."; return 1; }
    read -r -p "Install them now, with administrator rights (sudo)? [Y/n] " answer || answer=no
    rights=(sudo)
    [[ $answer != [Nn]* ]]
}

install_now() { # <package>...
    case $manager in
        apt-get)
            # A list of packages that is old or missing makes the installation fail; a failed refresh need not.
            with_rights env DEBIAN_FRONTEND=noninteractive apt-get -qq update || true
            with_rights env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"
            ;;
        dnf) with_rights dnf -q -y install "$@" ;;
        brew) with_rights brew install -q "$@" ;;
    esac
}

with_rights() { ${rights[@]+"${rights[@]}"} "$@" >>"$log" 2>&1; }

# An environment that a broken-off set-up left behind is made anew; a whole one is brought up to date in place.
make_environment() { # <run|test>
    if [ -e "$venv/being-set-up" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        rm -rf "$venv"
        tell "Making a private Python environment in $venv ..."
        if ! { mkdir -p "$venv" && : >"$venv/being-set-up" && "$python" -m venv "$venv"; } >>"$log" 2>&1; then
            stop_with_log "Python could not make its environment in $venv." \
                "mend what is named above (is the disk full?), then start again."
        fi
    fi
    rm -f "$venv"/ready-to-*
    : >"$venv/being-set-up"
    tell "Installing the Python packages (about 75 MB, 150 MB with the test tools, each checked against its known checksum) ..."
    install --require-hashes --requirement "$root/requirements/build.txt"
    install --require-hashes --no-build-isolation --use-pep517 --requirement "$root/requirements/$1.txt"
    tell "Installing the companion itself ..."
    install --no-build-isolation --editable "$root"
    fingerprint run >"$venv/ready-to-run"
    [ "$1" = run ] || fingerprint "$1" >"$venv/ready-to-$1"
    rm -f "$venv/being-set-up"
}

# pip's own resolver stays out of it: the lock names everything. When pip gives up before it has changed anything,
# what was there is still whole.
install() { # <pip arguments>...
    "$venv/bin/python" -m pip install --no-deps --no-input --disable-pip-version-check --progress-bar off "$@" 2>&1 |
        tee "$log" | tell_progress && return
    grep -q '^Installing collected' "$log" || rm -f "$venv/being-set-up"
    stop_with_log "the Python packages could not be installed." \
        "check that this machine is connected to the internet and has 1 GB of free disk space, then start again."
}

# Every tenth package is told.
tell_progress() {
    local line count=0
    while IFS= read -r line; do
        [[ $line == Collecting* || $line == Processing* ]] || continue
        count=$((count + 1))
        if [ $((count % 10)) -eq 0 ]; then tell "  $count packages ..."; fi
    done
}

stop_with_log() { # <what failed> <what to do>
    show_log
    fail "$1" "$2"
}

show_log() {
    tell "The last that was said (all of it is in $log):"
    { grep -v '^WARNING' "$log" || true; } | tail -n 4 | cut -c 1-300 >&2
}
