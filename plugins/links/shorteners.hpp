// Hosts whose links lead to any other place, known when this was written. The option `shorteners` adds to them.
#pragma once

#include <array>
#include <string_view>

namespace moderato::links {

inline constexpr std::array<std::string_view, 62> known_shorteners{
    "adf.ly",  "amzn.to",   "b23.tv",    "bc.vc",    "bit.do",      "bit.ly",      "bitly.com",  "bl.ink",
    "buff.ly", "clck.ru",   "cutt.ly",   "db.tt",    "dlvr.it",     "flip.it",     "fb.me",      "geni.us",
    "git.io",  "go2l.ink",  "goo.gl",    "goo.su",   "gg.gg",       "hyperurl.co", "ift.tt",     "is.gd",
    "j.mp",    "kutt.it",   "linktr.ee", "lnk.bio",  "lnkd.in",     "ln.run",      "mcaf.ee",    "n9.cl",
    "ouo.io",  "ow.ly",     "po.st",     "qr.ae",    "qr.net",      "rb.gy",       "rebrand.ly", "reurl.cc",
    "s.id",    "shorte.st", "short.io",  "short.gy", "shorturl.at", "shrtco.de",   "snip.ly",    "soo.gd",
    "su.pr",   "t.co",      "t.cn",      "t.ly",     "t2m.io",      "tiny.cc",     "tiny.one",   "tinyurl.com",
    "tr.im",   "trib.al",   "u.to",      "url.cn",   "v.gd",        "vk.cc"};

}  // namespace moderato::links
