#include "cues.hpp"

#include <algorithm>

namespace moderato::civility {
namespace {

// Each group is a list with commas, English first, then French.
//
// Someone's words are told, forbidden or named, and come next.
constexpr std::string_view tells = R"(
don't call, do not call, never call, stop calling, quit calling, can't call, cannot call, can't just call, shouldn't
call, should not call, don't say, do not say, stop saying, quit saying, can't say, cannot say, can't just say,
shouldn't say, should not say, never say, stop using, don't use, do not use, no need to call, no reason to call, no
excuse for, wrong to say, wrong to call, not ok to, not okay to, never ok to, never okay to, not acceptable to,
unacceptable to, how dare you, have the nerve to, can't seriously, can't really believe, can't believe you said,
would you like to be, how would you feel,
calling someone, calling people, calling them, calling me, calling him, calling her, calling us, calling others,
calling everyone, calling anyone, called me, called us, called him, called her, called them, calls me, calls us,
calls him, calls her, calls them, was called, were called, been called, being called, be called, get called, got
called, gets called, getting called, to be told, told me, tells me, telling me, telling people, for calling, for
saying, for writing, for posting, said that, says that, say that, saying that, saying things, say things, said
things, write things, claims that, claimed that, claiming that, when you say, when you said, when he said, when she
said, when they said, when they say, when someone says, when people say, you just said, you just called, to call
someone, to call people, to call them, to call him, to call her, to call anyone, to hear, accused of, accused me of,
accusing, accuse, insulted as, labelled, labeled, branded,
who say, who says, who said, who call, who calls, who called, who think, who thinks, who believe, who believes, who
write, who writes, who claim, who claims, who post, who use, who uses, who treat, who treats, that treats, treated
like, treating people, if you say, if you think, if you call, if you believe, if someone says, if someone calls,
anyone saying, anyone calling, people saying, people calling, someone saying, someone calling,
things like, statements like, statement like, comments like, comment like, words like, phrases like, remarks like,
slurs like, insults like, threats like, terms like, slogans like, jokes like, posts like, language like, the word,
the words, the term, the phrase, the slur, the insult,
ne traite pas, ne traitez pas, ne me traite pas, ne me traitez pas, ne les traite pas, ne les traitez pas, n'appelle
pas, n'appelez pas, arrête de dire, arrêtez de dire, arrête de traiter, arrêtez de traiter, arrête d'appeler,
arrêtez d'appeler, cesse de dire, cessez de dire, cessez de traiter, m'a traité de, m'a traitée de, m'ont traité de,
m'ont traitée de, l'a traité de, l'a traitée de, les a traités de, traité de, traitée de, traités de, traitées de,
traiter quelqu'un, traiter les, traiter des, traiter de, se faire traiter, m'a appelé, m'a appelée, dire que, disent
que, disait que, a dit que, prétend que, prétendre que, ceux qui disent, celles qui disent, qui traitent, qui
pensent que, qui croient que, ose dire, osez dire, on ne dit pas, ne dis pas, ne dites pas, pas dire, jamais dit
que, des mots comme, des propos comme, des insultes comme, des phrases comme, du genre, le mot, le terme, accusé de,
accusée de, accuser)";

// What comes next is denied: "not a …".
constexpr std::string_view denies = R"(
is not a, is not an, isn't a, isn't an, am not a, am not an, I'm not a, I'm not an, are not a, are not all, aren't
all, are not just, aren't just, not all, he's not a, she's not a, he's not an, she's not an, you're not a, you're
not an, they're not, was not a, was not an, wasn't a, wasn't an, were not, weren't, is no, are no, not be a, not be
an, not being a, not being an, doesn't make him, doesn't make her, doesn't make you, doesn't make me, doesn't make
them, does not make, don't hate, do not hate, doesn't hate, does not hate, never hated, didn't hate, not saying,
never said, didn't say, did not say, never called, didn't call, did not call, wouldn't call, would not call, don't
think, do not think, don't believe, do not believe, don't want to, do not want to, don't deserve, do not deserve,
doesn't deserve, does not deserve, nobody deserves, no one deserves, opposite of, far from, anything but, never
tolerate, not tolerate, won't tolerate, never condone, not condone, don't condone, never support, don't support, do
not support, never accept, not accept, not allow, won't allow, not stand by, condemn, condemns, condemning,
n'est pas un, n'est pas une, ne suis pas un, ne suis pas une, n'es pas un, n'es pas une, n'êtes pas un, n'êtes pas
une, ne sont pas des, ne sont pas tous, ne sommes pas des, pas tous des, pas toutes des, ne déteste pas, ne hais
pas, ne mérite pas, ne méritent pas, mérite pas d'être, méritent pas d'être, le contraire de, l'inverse de, loin
d'être, tout sauf, ne tolère pas, ne tolérons pas, n'accepte pas, jamais accepter, jamais tolérer)";

// What came before is judged: "… is a slur".
constexpr std::string_view judges = R"(
is not an insult, isn't an insult, is an insult, is insulting, is a slur, is not a slur, is an ethnic slur, is a
racial slur, is offensive, is so offensive, is not okay, is not ok, isn't okay, isn't ok, is not acceptable, isn't
acceptable, is unacceptable, is uncalled for, was uncalled for, is not an argument, isn't an argument, is no
argument, is no insult, is name calling, name calling, is hurtful, are hurtful, is deeply, are deeply, is so
hurtful, is hate speech, is not funny, isn't funny, is a personal attack, is bullying, is harassment, is
dehumanising, is dehumanizing, is a racist, is a sexist, is racist, is sexist, is homophobic, thing to say, things
to say, thing to call, way to talk, way to speak, shows how, shows what, says more about, says a lot about, is not
helpful, isn't helpful, is not the way, is wrong, are wrong, is a lie,
est une insulte, n'est pas une insulte, est insultant, est injurieux, est offensant, est blessant, est raciste, est
sexiste, est homophobe, n'est pas un argument, est inacceptable, n'est pas acceptable, est une injure, est déplacé,
en dit long, c'est insultant, c'est raciste)";

struct Group {
  std::string_view list;
  unsigned before;
  unsigned after;
};
constexpr unsigned told = 10;
constexpr unsigned denied = 7;
constexpr unsigned judged = 10;
constexpr Group groups[] = {{tells, 0, told}, {denies, 0, denied}, {judges, judged, 0}};

// Whether a sentence or line ends between two words. "3.5" and "U.S" are one sentence.
bool has_sentence_end(std::string_view between) {
  for (std::size_t i = 0; i < between.size(); ++i) {
    const char c = between[i];
    if (c == '\n' || c == '!' || c == '?') return true;
    if (c == '.' && i + 1 < between.size()) return true;
  }
  return false;
}

// Whether a sentence ends between the words of `folded` around the space at `at`.
bool sentence_ends(std::string_view original, const text::Folded& folded, std::size_t at) {
  const std::size_t begin = folded.ends[at - 1];
  const std::size_t end = folded.origins[at + 1];
  return begin < end && has_sentence_end(original.substr(begin, end - begin));
}

}  // namespace

Cues::Cues(const text::Folder& folder) {
  text::Folded folded;
  std::vector<text::Phrases::Phrase> phrases;
  for (const Group& group : groups)
    for (std::size_t begin = 0; begin < group.list.size();) {
      const std::size_t end = std::min(group.list.find(',', begin), group.list.size());
      folder.fold(group.list.substr(begin, end - begin), folded);
      phrases.push_back({folded.text, false});
      reaches_.push_back({group.before, group.after});
      begin = end + 1;
    }
  phrases_ = text::Phrases{phrases};
}

void Cues::find(std::string_view original, const text::Folded& folded, std::vector<text::Phrases::Match>& matches,
                std::vector<Span>& reached) const {
  matches.clear();
  phrases_.find(folded.text, matches);
  const std::string_view text = folded.text;
  const std::size_t known = reached.size();
  for (const text::Phrases::Match& match : matches) {
    const Reach reach = reaches_[match.phrase];
    std::size_t begin = match.begin;
    for (unsigned i = 0; i < reach.before && begin > 0 && !sentence_ends(original, folded, begin - 1); ++i)
      begin = begin >= 2 ? text.rfind(' ', begin - 2) + 1 : 0;
    std::size_t end = match.end;
    for (unsigned i = 0; i < reach.after && end < text.size() && !sentence_ends(original, folded, end); ++i)
      end = std::min(text.find(' ', end + 1), text.size());
    const Span span = folded.original(begin, end);
    // A cue that reaches back may begin before the one it follows.
    Span joined = span;
    while (reached.size() > known && reached.back().end >= joined.begin) {
      joined = {std::min(joined.begin, reached.back().begin), std::max(joined.end, reached.back().end)};
      reached.pop_back();
    }
    reached.push_back(joined);
  }
}

}  // namespace moderato::civility
