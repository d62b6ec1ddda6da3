"""How the HTML report looks, on a screen by day and night, and on paper."""

from __future__ import annotations

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
:root{--paper:#f5f6f8;--card:#fff;--ink:#1b2430;--soft:#5c6878;--line:#e2e6ec;--accent:#1f4b8f;
--violation:#c8372d;--undetermined:#e0a526;--pass:#3c8f63;--none:#aab4c0;
--high:#b3261e;--medium:#d9782d;--low:#d4b13f;--track:#eef1f5;
--shadow:0 1px 2px rgba(20,30,50,.07)}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1b212a;--ink:#e6eaf0;
--soft:#9aa6b5;--line:#2c3541;--accent:#8ab4f8;--violation:#ef6b61;--undetermined:#e8b84a;--pass:#5db987;
--none:#5b6675;--high:#f0776e;--medium:#eb9a57;--low:#e0c45f;--track:#262e39;--shadow:none}}
*{box-sizing:border-box}
html{font:15px/1.55 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC",
"Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;background:var(--paper);color:var(--ink)}
body{margin:0 auto;max-width:1160px;padding:32px 28px 64px}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 6px;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.15rem;margin:40px 0 14px;font-weight:640}
h2 small{font-weight:400;color:var(--soft);font-size:.86rem;margin-left:8px}
h3{font-size:.98rem;margin:0 0 14px;font-weight:620}
p{margin:6px 0}
a{color:var(--accent)}
.about{color:var(--soft);display:flex;flex-wrap:wrap;gap:4px 22px;margin-bottom:22px}
.state{display:inline-block;padding:2px 12px;border-radius:999px;font-size:.82rem;font-weight:640;
color:#fff;background:var(--pass);vertical-align:middle;margin-left:10px;letter-spacing:.02em}
.state.incomplete{background:var(--violation)}
.notes{border-left:4px solid var(--undetermined);background:var(--card);padding:10px 16px;
margin:0 0 18px;border-radius:0 8px 8px 0;box-shadow:var(--shadow)}
.notes.bad{border-color:var(--violation)}
.notes p{margin:3px 0;overflow-wrap:anywhere}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(138px,1fr));gap:14px}
.tile,.card{background:var(--card);border:1px solid var(--line);border-radius:12px;
box-shadow:var(--shadow)}
.tile{padding:16px 18px}
.tile b{display:block;font-size:1.8rem;line-height:1.2;font-weight:640;
font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:.88rem}
.tile.violation b{color:var(--violation)}.tile.undetermined b{color:var(--undetermined)}
.tile.pass b{color:var(--pass)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:16px}
.card{padding:18px 20px;overflow:hidden}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{fill:var(--ink);font-size:12.5px}
svg text.soft{fill:var(--soft)}
svg .track{fill:var(--track)}
.c-violation{fill:var(--violation)}.c-undetermined{fill:var(--undetermined)}
.c-pass{fill:var(--pass)}.c-high{fill:var(--high)}.c-medium{fill:var(--medium)}
.c-low{fill:var(--low)}
.legend{display:flex;gap:6px 18px;flex-wrap:wrap;margin:12px 0 0;font-size:.85rem;
color:var(--soft)}
.legend i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px;
vertical-align:-1px}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;
box-shadow:var(--shadow)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:.82rem;white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.id{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;font-size:.82rem;
overflow-wrap:anywhere}
td.code{font-weight:640;white-space:nowrap}
td p{margin:0}td p+p{color:var(--soft);font-size:.86rem;margin-top:2px}
.zero{color:var(--none)}
.badge{display:inline-block;border-radius:6px;padding:0 8px;font-size:.8rem;color:#fff;
white-space:nowrap}
.badge.high{background:var(--high)}.badge.medium{background:var(--medium)}
.badge.low{background:var(--low);color:#2a2410}
.direction{color:var(--soft);white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:0;font-size:.9rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.86rem;margin-top:34px}
@media print{html{background:#fff;font-size:11px}body{max-width:none;padding:0}
.card,.scroll,.tile{break-inside:avoid;box-shadow:none}.scroll{break-inside:auto}}
"""
