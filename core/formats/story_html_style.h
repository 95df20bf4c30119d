// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope::formats {

/// The style sheet of storyToHtml. A word carries its own copy of the frame strip (".lens"), laid exactly over the real
/// strip (".stage") while the word is pointed at or has the focus: that needs neither script nor new CSS.
inline constexpr const char* storyHtmlStyle = R"css(
:root { color-scheme: light dark; --paper: #fbfaf8; --card: #fff; --ink: #22211f; --quiet: #65625c; --line: #dedad3;
  --accent: 33 90 168; --warn: #8a4b00; --warn-paper: #fff4e0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181b; --card: #202226; --ink: #ecebe8; --quiet: #a5a39e; --line: #383a40; --accent: 137 180 250;
    --warn: #ffcf8a; --warn-paper: #3a2c17; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Noto Sans", sans-serif; }
main { max-width: 80rem; margin: 0 auto; padding: 2rem 1.5rem 3rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 1rem; font-size: 1.2rem; }
.by, .facts { margin: .25rem 0 0; color: var(--quiet); }
.facts meter { width: 7rem; vertical-align: middle; }
.banner { margin: 1.25rem 0 0; padding: .75rem 1rem; border-left: 4px solid var(--warn); background: var(--warn-paper); color: var(--warn); }
.story { position: relative; margin-top: 1.5rem; }
.stage { position: sticky; top: 0; z-index: 1; display: block; padding: .5rem 0 .75rem; background: var(--paper); }
.hint { display: block; min-height: 1.5rem; color: var(--quiet); font-size: .95rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.hint b { color: var(--ink); }
.strip { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); gap: .75rem; margin-top: .5rem; }
.cell { display: block; min-width: 0; }
.picture { position: relative; display: block; aspect-ratio: 1; overflow: hidden; border-radius: .4rem; background: var(--line) center / 100% 100% no-repeat; }
.heat { position: absolute; inset: 0; background: center / 100% 100% no-repeat; }
.heat.part { box-shadow: 0 0 0 200vmax rgba(0, 0, 0, .6); }
.under { display: flex; align-items: center; gap: .5rem; height: 1.6rem; font-size: .85rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.bar { flex: 1; height: .4rem; border-radius: .2rem; background: linear-gradient(rgb(var(--accent)) 0 0) left / var(--share) 100% no-repeat var(--line); }
.number { display: inline-flex; align-items: center; justify-content: center; min-width: 1.5em; height: 1.5em; padding: 0 .3em;
  border-radius: .75em; background: rgb(var(--accent)); color: var(--paper); font-weight: 600; font-size: .8rem; }
.captions { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.captions.aligned { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); }
.captions li, .next { padding: .75rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); }
.caption { margin: .35rem 0 0; font-size: 1.05rem; }
.word { padding: .05em 0; border-bottom: 2px solid rgb(var(--accent) / var(--sure)); border-radius: .15em .15em 0 0; cursor: help; outline: none; }
.word:hover, .word:focus { background: rgb(var(--accent) / .2); }
.word:focus-visible { box-shadow: 0 0 0 2px rgb(var(--accent)); }
.lens { display: none; position: absolute; inset: 0; z-index: 2; pointer-events: none; font-size: 1rem; line-height: 1.5; }
.word:focus > .lens { display: block; }
.word:hover > .lens { display: block; z-index: 3; }
.tags { display: flex; flex-wrap: wrap; gap: .3rem; margin: .6rem 0 0; padding: 0; list-style: none; font-size: .8rem; color: var(--quiet); }
.captions .tags li { padding: 0 .45rem; border-radius: 1rem; }
.strange { margin: .5rem 0 0; color: var(--warn); font-size: .85rem; }
.predictions { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: .75rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: .5rem; }
.pair figure { margin: 0; }
figcaption { margin-top: .25rem; font-size: .85rem; color: var(--quiet); }
.true { color: var(--quiet); }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem; margin-top: 1.5rem; color: var(--quiet); font-size: .9rem; }
.scale { width: 9rem; height: .7rem; border-radius: .35rem;
  background: linear-gradient(90deg, rgb(20 11 54), rgb(101 21 110), rgb(189 55 84), rgb(247 131 40), rgb(252 245 155)); }
details { margin-top: 1.5rem; }
summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; }
table { margin-top: 1rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .25rem; text-align: left; color: var(--quiet); }
th, td { padding: .15rem .75rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child { text-align: left; }
footer { margin-top: 2.5rem; color: var(--quiet); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 48rem) {
  main { padding: 1rem .75rem 2rem; }
  .strip { gap: .25rem; }
  .captions.aligned, .predictions { grid-template-columns: 1fr; }
  .stage .bar { display: none; }
}
@media print { .picture, .heat, .bar, .number { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .stage { position: static; } }
)css";

} // namespace storyscope::formats
