"""One command from a fresh clone: makes its own environment and runs what is asked.

    python3 run.py report [ARGS]   年度报告的分析 / the report of an organ and year
    python3 run.py test [ARGS]     全部测试 / all tests
    python3 run.py lab [ARGS]      JupyterLab
    python3 run.py python FILE     自己的脚本 / a script of your own

    add, agencies, check, compare, corpus, form, infographic, parse, reference, units, workbook:
    各有 --help / each has --help

Any other word is handed to ``gongkai``. Standard library only; it needs Python 3.11 or
later and nothing else. The environment is ``.venv``, made from ``requirements.lock``.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "gongkai.json"  # written last: a half-made environment has none
SECTIONS = ("core", "dev", "lab")  # of the lock; each holds what the earlier ones do not
NEEDS = {"test": 2, "corpus": 2, "lab": 3}  # sections a command needs; all others: the first
WITH_BROWSER = ("report", "infographic", "test")
OLDEST = (3, 11)
FIND_BROWSER = (
    "from choreographer.browsers.chromium import Chromium;"
    "print(Chromium.find_browser(skip_local=False) or '')"
)
GET_BROWSER = "from choreographer.cli import get_chrome_sync; get_chrome_sync()"


class Stop(Exception):
    """Something the reader has to do first."""


def main(argv):
    """Make ready what the command needs, then become it; 1 when something must be done first."""
    _speak_utf8()
    if sys.version_info < OLDEST:
        return _stop(_newer_python(argv))
    if not argv or argv[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    command, rest = argv[0], argv[1:]
    try:
        if command == "lock":
            return make_lock()
        with alone():
            stamp = make_environment(NEEDS.get(command, 1))
            if command in WITH_BROWSER:
                make_browser_ready(stamp)
    except Stop as stop:
        return _stop(str(stop))
    except KeyboardInterrupt:
        return _stop("已中断；再运行一次会接着做 / interrupted; run it again to go on", 130)
    return _become(_command_line(command, rest))


def _command_line(command, rest):
    if command == "test":
        return ["-m", "pytest", *rest]
    if command == "python":
        return rest
    if command == "lab":
        return ["-m", "jupyter", "lab", "--notebook-dir", str(ROOT / "notebooks"), *rest]
    return ["-m", "analysis", command, *rest]


def _become(arguments):
    """Run the environment's Python in our place, from where the reader stands."""
    called = "py run.py" if os.name == "nt" else "python3 run.py"
    environment = dict(os.environ, PYTHONUTF8="1", GONGKAI_COMMAND=called)
    if arguments[1:2] == ["pytest"]:
        os.chdir(ROOT)
    line = [str(venv_python()), *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(line[0], line, environment)
    try:
        return subprocess.run(line, env=environment).returncode
    except KeyboardInterrupt:
        return 130


# The environment


@contextlib.contextmanager
def alone():
    """One run.py at a time makes ready, another waits; the system frees the lock of one that dies."""
    try:
        file = (ROOT / ".venv.lock").open("a")
    except OSError:  # a folder that cannot be written to: nothing will be installed there
        yield
        return
    with file:
        if not _locked(file):
            _say("另一个 run.py 正在安装，请稍候", "another run.py is installing; waiting for it")
            while not _locked(file):
                time.sleep(0.5)
        yield


def _locked(file):
    """Whether the lock is ours now; it is kept until the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def make_environment(sections):
    """``.venv`` with the first ``sections`` of the lock; what is there and fresh is left alone."""
    stamp, key = read_stamp(), fingerprint()
    if stamp.get("key") == key and stamp.get("sections", 0) >= sections:
        return stamp
    if not stamp.get("key") or stamp.get("python") != _version() or not venv_python().exists():
        _make_venv()
        stamp = {}
    sections = max(sections, stamp.get("sections", 0))
    STAMP.unlink(missing_ok=True)
    names = lock_sections(LOCK.read_text(encoding="utf-8"))
    wanted = "".join(names[section] for section in SECTIONS[:sections])
    _say(f"安装 {wanted.count('==')} 个软件包", f"installing {wanted.count('==')} packages")
    _install(wanted)
    stamp = {**stamp, "key": key, "python": _version(), "sections": sections}
    write_stamp(stamp)
    return stamp


def fingerprint():
    """Changes with the lock, the project's description, the Python and the place of the folder."""
    digest = hashlib.sha256(f"{_version()} {ROOT}".encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def lock_sections(text):
    """The lock's text cut at its headings ``# == core ==``: section -> requirements."""
    found = {}
    for part in text.split("# == ")[1:]:
        name, _, body = part.partition(" ==\n")
        found[name] = body
    missing = [name for name in SECTIONS if name not in found]
    if missing:
        raise Stop(
            f"requirements.lock 缺少 {'、'.join(missing)} 一节，请重新取得此文件 / "
            f"requirements.lock has no section {', '.join(missing)}; get the file anew"
        )
    return found


def read_stamp():
    """What ``.venv`` was made from; empty when there is none or it was left half-made."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp):
    """Write beside, then rename: never half a stamp."""
    beside = STAMP.with_suffix(".part")
    beside.write_text(json.dumps(stamp), encoding="utf-8")
    os.replace(beside, STAMP)


def venv_python():
    """The interpreter inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_venv():
    _say("建立 .venv", "making .venv")
    if VENV.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    if not importlib.util.find_spec("ensurepip") or not importlib.util.find_spec("venv"):
        _install_venv_module()
    # Where .venv is active, sys.executable is the very Python that was just removed.
    python = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        raise Stop(f"建立 .venv 失败 / making .venv failed:\n{made.stderr.strip() or made.stdout}")


def _install_venv_module():
    """Debian and Ubuntu ship venv apart from Python."""
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not _may_apt():
        raise Stop(
            f"这个 Python 没有 venv。请先运行：sudo apt-get install {package}（或安装带 venv 的 Python）/ "
            f"this Python has no venv; run: sudo apt-get install {package}"
        )
    _apt(package)


def _install(requirements):
    """The locked packages by hash, then the project itself, from where it stands."""
    pip = [str(venv_python()), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    environment = dict(os.environ, PIP_USER="0", PYTHONUTF8="1")  # "--user" has no place in .venv
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text(requirements, encoding="utf-8")
        steps = (
            [*pip, "--require-hashes", "-r", str(listed)],
            [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        )
        for step in steps:
            if subprocess.run(step, env=environment).returncode:
                raise Stop(_install_advice())
    _make_link_ascii()


def _make_link_ascii():
    """Before Python 3.13 a .pth is read in the system's code page, while the editable install wrote
    it in UTF-8: on Windows a folder with a Chinese name would keep Python from starting."""
    for link in VENV.glob("**/site-packages/_editable_impl_gongkai_analysis.pth"):
        link.write_text(f"import sys; sys.path.append({str(ROOT)!a})\n", encoding="ascii")


def _install_advice():
    return (
        "安装没有成功（原因见上）。内网可指定镜像：pip config set global.index-url 镜像地址；"
        "没有网络时，在别处用 pip download 备齐后设 PIP_NO_INDEX=1、PIP_FIND_LINKS=目录，再运行一次。\n"
        "The installation failed, see above. Behind a firewall name a mirror: pip config set "
        "global.index-url ADDRESS; with no network set PIP_NO_INDEX=1 and PIP_FIND_LINKS=FOLDER of "
        "packages fetched elsewhere with pip download, and run this again."
    )


# The browser, for PDF and chart files


def make_browser_ready(stamp):
    """Make sure of a browser and of a Chinese font; without them say so and go on."""
    known = stamp.get("browser") or ""
    if known and Path(known).exists() and not os.environ.get("BROWSER_PATH"):
        return
    browser, font = _ask_venv(FIND_BROWSER), _has_chinese_font()
    if _may_apt() and not (browser and font) and not stamp.get("tried"):
        packages = [*([] if browser else ["chromium"]), *([] if font else ["fonts-noto-cjk"])]
        try:
            _apt(*packages)
        except Stop as stop:
            print(stop, file=sys.stderr)
        browser, font = _ask_venv(FIND_BROWSER), _has_chinese_font()
    if not (browser or stamp.get("tried")):
        _say("下载 Chrome（约 150 MB）", "downloading Chrome (about 150 MB)")
        _ask_venv(GET_BROWSER)
        browser = _ask_venv(FIND_BROWSER)
    if not browser:
        _say(
            "没有浏览器：仍会生成网页和表格，没有 PDF 和图片。请安装 Chrome、Edge 或 Chromium",
            "no browser: HTML and workbook are still made, PDF and pictures are not; install "
            "Chrome, Edge or Chromium",
        )
    if not font:
        _say("没有中文字体，请安装 Noto Sans CJK", "no Chinese font; install Noto Sans CJK")
    # Apt and downloads are tried once: behind a firewall they take minutes to fail.
    known = browser if font else ""
    write_stamp({**stamp, "browser": known, "tried": True})


def _ask_venv(code):
    """The last line that a line of Python prints inside the environment; blank when it fails."""
    asked = subprocess.run([str(venv_python()), "-c", code], capture_output=True, text=True)
    lines = asked.stdout.strip().splitlines()
    return lines[-1] if asked.returncode == 0 and lines else ""


def _has_chinese_font():
    if platform.system() != "Linux":  # Windows and macOS ship one
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())


def _may_apt():
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _apt(*packages):
    _say(f"apt-get 安装 {' '.join(packages)}", f"apt-get install {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *step], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"apt-get 没有成功 / apt-get failed:\n{done.stderr.strip()[-500:]}")


# For maintainers


def make_lock():
    """Make ``requirements.lock`` anew: one resolution for all systems, cut into its sections."""
    uv = shutil.which("uv")
    if not uv:
        raise Stop(
            "重做锁定文件需要 uv：pip install uv / remaking the lock needs uv: pip install uv"
        )
    build = ["hatchling", "editables"]  # what installing the project itself takes
    extras = {"core": [], "dev": ["dev"], "lab": ["dev", "lab"]}
    whole = _resolve(uv, build, extras["lab"], "--generate-hashes")
    blocks = {block.split("==")[0]: block for block in _blocks(whole)}
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text(_resolve(uv, build, extras["lab"]), encoding="utf-8")
        text, done = "# 由 python3 run.py lock 生成 / made by python3 run.py lock\n", set()
        for section in SECTIONS:
            listed = _resolve(uv, build, extras[section], "--constraint", str(pins))
            names = {line.split("==")[0] for line in listed.splitlines() if "==" in line}
            text += f"\n# == {section} ==\n"
            text += "".join(blocks[name] for name in sorted(names - done))
            done |= names
    beside = LOCK.with_suffix(".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, LOCK)
    _say(f"锁定 {len(done)} 个软件包", f"locked {len(done)} packages")
    return 0


def _resolve(uv, build, extras, *options):
    line = [uv, "pip", "compile", str(ROOT / "pyproject.toml"), "-", "--universal", "--quiet"]
    line += ["--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"]
    line += [word for extra in extras for word in ("--extra", extra)]
    asked = subprocess.run(
        [*line, *options], input="\n".join(build), capture_output=True, text=True
    )
    if asked.returncode:
        raise Stop(asked.stderr.strip())
    return asked.stdout


def _blocks(text):
    """Each package with its hashes; a package pinned twice (by Python version) is one block."""
    blocks = {}
    for line in text.splitlines(keepends=True):
        if line[0] not in " #":
            name = line.split("==")[0]
        blocks[name] = blocks.get(name, "") + line
    return blocks.values()


# Words


def _newer_python(argv):
    advice = "https://www.python.org/downloads/"
    for name in (f"python3.{minor}" for minor in range(20, 10, -1)):
        # Asked, not just looked up: a version manager's stand-in can be there and not work.
        if shutil.which(name) and not subprocess.call([name, "-c", ""], stderr=subprocess.DEVNULL):
            advice = " ".join([name, "run.py", *argv])
            break
    return f"需要 Python 3.11 或更新版本 / Python 3.11 or later is needed: {advice}"


def _version():
    return "{}.{}.{}".format(*sys.version_info[:3])


def _say(zh, en):
    print(f"· {zh} / {en}", flush=True)


def _stop(words, code=1):
    print(words, file=sys.stderr)
    return code


def _speak_utf8():
    """Chinese on any console."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
