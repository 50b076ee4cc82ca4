#include "speech.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace moderato::civility {
namespace {

using Parts = std::vector<std::string>;

const text::Folder& speech_folder() {
  static const text::Folder only;
  return only;
}

SpeechReader& reader() {
  static SpeechReader only{speech_folder()};
  return only;
}

Speech look(const std::string& text, std::optional<std::string_view> parent = {},
            std::optional<std::string_view> article = {}) {
  text::Folded folded;
  speech_folder().fold(text, folded);
  Speech speech;
  reader().find_borrowed(folded, parent, article, speech);
  reader().find_reported(text, folded, speech);
  return speech;
}

Parts passages(Speech::Kind kind, const std::string& text, std::optional<std::string_view> parent = {},
               std::optional<std::string_view> article = {}) {
  const Speech speech = look(text, parent, article);
  Parts parts;
  for (const Span& span : speech.passages[kind]) parts.push_back(text.substr(span.begin, span.end - span.begin));
  return parts;
}

Parts marked(const std::string& text) {
  return passages(Speech::quoted_marked, text);
}
Parts lines(const std::string& text) {
  return passages(Speech::quoted_line, text);
}

Span place(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) throw std::invalid_argument("no \"" + part + "\" in " + text);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
}

bool is_cued(const std::string& text, const std::string& part) {
  return look(text).is_cued(place(text, part));
}
bool is_quoted(const std::string& text, const std::string& part) {
  return look(text).is_quoted(place(text, part));
}

TEST(MarkedQuotes, AreFoundBetweenTheUsualMarks) {
  for (const std::string quote :
       {"\"you total clown\"", "“you total clown”", "«you total clown»", "« you total clown »", "»you total clown«",
        "„you total clown“", "„you total clown”", "”you total clown”", "‘you total clown’", "‚you total clown‘",
        "'you total clown'", "‹you total clown›", "＂you total clown＂", "&quot;you total clown&quot;",
        "「you total clown」", "『you total clown』", "“you total clown“"}) {
    EXPECT_EQ(marked(quote), Parts{quote});
    EXPECT_EQ(marked("He wrote " + quote + ", no less."), Parts{quote});
    EXPECT_EQ(marked("(" + quote + ")"), Parts{quote});
  }
}

TEST(MarkedQuotes, NeedTwoWordsOrASentence) {
  EXPECT_EQ(marked("These \"journalists\" and “experts”"), Parts{});
  EXPECT_EQ(marked("\"\" \"...\" \" \" “” «»"), Parts{});
  EXPECT_EQ(marked("He said \"Idiot!\" to me"), Parts{"\"Idiot!\""});
  EXPECT_EQ(marked("他说「你是白痴」"), Parts{"「你是白痴」"});
}

TEST(MarkedQuotes, AreNoApostrophesInchesOrFeet) {
  EXPECT_EQ(marked("It's the dogs' fault, isn't it, and the cats' too"), Parts{});
  EXPECT_EQ(marked("rock 'n' roll isn’t the kids’ music, it’s ours"), Parts{});
  EXPECT_EQ(marked("A 6\" pipe, a 5' pole and an 8\" one"), Parts{});
}

TEST(MarkedQuotes, CloseInTheirParagraph) {
  EXPECT_EQ(marked("\"you clown\nyou fool\""), Parts{"\"you clown\nyou fool\""});
  EXPECT_EQ(marked("\"you clown\n\nyou fool\" he said"), Parts{});
  EXPECT_EQ(marked("“you clown\r\n \r\nyou fool” he said"), Parts{});
  EXPECT_EQ(marked("“you clown"), Parts{});
  EXPECT_EQ(marked("you clown”"), Parts{});
  EXPECT_EQ(marked("“you clown\n\n“two words”"), Parts{"“two words”"});
}

TEST(MarkedQuotes, ContainOthers) {
  EXPECT_EQ(marked("«he said “you clown” to me» and left"), Parts{"«he said “you clown” to me»"});
  EXPECT_EQ(marked("\"he said 'you clown' to me\" and “so did she”"),
            (Parts{"\"he said 'you clown' to me\"", "“so did she”"}));
  // A stray mark inside is given up when the outer one closes, one outside is when the paragraph ends.
  EXPECT_EQ(marked("“he said \"you clown to me” and left"), Parts{"“he said \"you clown to me”"});
  EXPECT_EQ(marked("« he said “you clown” to me"), Parts{"“you clown”"});
  EXPECT_EQ(marked("\"one two\" three \"four five\""), (Parts{"\"one two\"", "\"four five\""}));
}

TEST(QuotedLines, BeginWithASign) {
  EXPECT_EQ(lines("> you clown\nNo."), Parts{"> you clown"});
  EXPECT_EQ(lines("&gt; you clown\nNo."), Parts{"&gt; you clown"});
  EXPECT_EQ(lines("Hm\n  >> you clown\n>you fool\nNo.\n> and you"), (Parts{"  >> you clown\n>you fool", "> and you"}));
  EXPECT_EQ(lines("5 > 3 and\n>:( that\n>_< is\nbad"), Parts{});
  EXPECT_EQ(lines("\n\n>\n\n"), Parts{">"});
}

TEST(BorrowedWords, AreFiveOrMoreThatTheParentHas) {
  const std::string parent = "Honestly, you are nothing but a silly old clown and everyone knows it.";
  const auto borrowed = [&](const std::string& text) { return passages(Speech::quoted_parent, text, parent); };
  EXPECT_EQ(borrowed("You ARE nothing... but a silly old clown? How nice."),
            Parts{"You ARE nothing... but a silly old clown"});
  EXPECT_EQ(borrowed("nothing but a silly old donkey"), Parts{"nothing but a silly old"});
  EXPECT_EQ(borrowed("but a silly old donkey"), Parts{});
  EXPECT_EQ(borrowed("clown old silly a but nothing"), Parts{});
  EXPECT_EQ(borrowed("you are nothing but a fool, silly old clown and everyone knows"),
            (Parts{"you are nothing but a", "silly old clown and everyone knows"}));
  EXPECT_EQ(borrowed("clown"), Parts{});
  EXPECT_EQ(passages(Speech::quoted_parent, "you are nothing but a silly old clown"), Parts{});
  EXPECT_EQ(passages(Speech::quoted_parent, "you are nothing but a silly old clown", "short"), Parts{});
}

TEST(BorrowedWords, AreTheArticlesToo) {
  const std::string article = "The mayor called his critics a bunch of useless clowns on Monday.";
  const std::string parent = "I think the whole town hall is a bad joke by now.";
  EXPECT_EQ(passages(Speech::quoted_parent, "his critics a bunch of useless clowns, wow", {}, article),
            Parts{"his critics a bunch of useless clowns"});
  EXPECT_EQ(passages(Speech::quoted_parent, "a bunch of useless clowns, hall is a bad joke by", parent, article),
            (Parts{"a bunch of useless clowns", "hall is a bad joke by"}));
  // Out of what it remembers, and after that was pushed out.
  for (int i = 0; i < 40; ++i) {
    const std::string other = "article number " + std::to_string(i) + " says other things";
    passages(Speech::quoted_parent, "x", {}, other);
    EXPECT_EQ(passages(Speech::quoted_parent, "a bunch of useless clowns", {}, i < 35 ? other : article),
              i < 35 ? Parts{} : Parts{"a bunch of useless clowns"});
  }
}

TEST(Cues, TellThatSomethingIsSaidByOthers) {
  EXPECT_TRUE(is_cued("Please don't call your neighbours cretins.", "cretins"));
  EXPECT_TRUE(is_cued("Calling someone a cretin helps nobody.", "cretin"));
  EXPECT_TRUE(is_cued("My teacher called me a cretin at school.", "cretin"));
  EXPECT_TRUE(is_cued("Whoever is sad was called a cretin once", "cretin"));
  EXPECT_TRUE(is_cued("It is wrong to say that we are cretins", "cretins"));
  EXPECT_TRUE(is_cued("STOP SAYING the voters are cretins", "cretins"));
  EXPECT_TRUE(is_cued("No one should be called a cretin", "cretin"));
  EXPECT_TRUE(is_cued("Folks who say farmers are cretins know none", "cretins"));
  EXPECT_TRUE(is_cued("Sentences and comments like you are all cretins", "cretins"));
}

TEST(Cues, TellThatSomethingIsDenied) {
  EXPECT_TRUE(is_cued("He may be slow, but he is not a cretin.", "cretin"));
  EXPECT_TRUE(is_cued("She isn’t an idiot", "idiot"));
  EXPECT_TRUE(is_cued("I do not hate my neighbours", "hate"));
  EXPECT_TRUE(is_cued("Farmers are the opposite of cretins", "cretins"));
}

TEST(Cues, TellThatSomethingIsJudged) {
  EXPECT_TRUE(is_cued("Cretin is an insult", "Cretin"));
  EXPECT_TRUE(is_cued("Writing cretin on a wall is not okay", "cretin"));
  EXPECT_TRUE(is_cued("Cretins, what an ugly thing to say", "Cretins"));
}

TEST(Cues, AreFrenchToo) {
  EXPECT_TRUE(is_cued("Ne traite pas tes voisins de crétins", "crétins"));
  EXPECT_TRUE(is_cued("Il m'a traité de crétin", "crétin"));
  EXPECT_TRUE(is_cued("Elle m’a traitée d'idiote, traitée de folle", "folle"));
  EXPECT_TRUE(is_cued("Arrêtez de dire qu'ils sont des crétins", "crétins"));
  EXPECT_TRUE(is_cued("dire que les voisins sont des crétins, c'est bas", "crétins"));
  EXPECT_TRUE(is_cued("Ce n'est pas un crétin", "crétin"));
  EXPECT_TRUE(is_cued("Crétin est une insulte", "Crétin"));
}

TEST(Cues, AreNotThereInPlainInsults) {
  for (const std::string text :
       {"You are a cretin", "What a cretin!", "All of them are cretins", "I think you are a cretin", "Cretin.",
        "Tu es un crétin", "Quelle bande de crétins", "Go away, cretin, nobody wants you here"}) {
    EXPECT_TRUE(look(text).empty()) << text;
  }
}

TEST(Cues, ReachSomeWordsWithinTheSentence) {
  EXPECT_FALSE(is_cued("He called me yesterday. You are a cretin.", "cretin"));
  EXPECT_FALSE(is_cued("He called me\nYou are a cretin", "cretin"));
  EXPECT_FALSE(is_cued("Cretin! That is an insult", "Cretin"));
  EXPECT_TRUE(is_cued("He called me, at 3.5 miles, a cretin", "cretin"));
  EXPECT_TRUE(is_cued("he called me one two three four five six seven eight nine cretin", "cretin"));
  EXPECT_FALSE(is_cued("he called me one two three four five six seven eight nine ten cretin", "cretin"));
  EXPECT_FALSE(is_cued("cretin one two three four five six seven eight nine ten is an insult", "cretin"));
  EXPECT_FALSE(is_cued("The cretin said that it rains", "cretin"));
  EXPECT_FALSE(is_cued("That is an insult, cretin", "cretin"));
}

TEST(Cues, AreSeenThroughDisguises) {
  EXPECT_TRUE(is_cued("he c4lled me a cretin", "cretin"));
}

TEST(Cues, GiveSortedPassagesThatAreApart) {
  const std::string text =
      "He called me x, saying that y is an insult, which is not okay. And who says z? I do not hate it";
  const Speech speech = look(text);
  const auto& reached = speech.passages[Speech::cued];
  ASSERT_GE(reached.size(), 2U);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    EXPECT_LT(reached[i].begin, reached[i].end);
    if (i > 0) EXPECT_LT(reached[i - 1].end, reached[i].begin);
  }
}

TEST(Speech, IsQuotedOnlyAsAWhole) {
  const std::string text = "He said \"you total clown\" and I say you fool";
  EXPECT_TRUE(is_quoted(text, "total clown"));
  EXPECT_TRUE(is_quoted(text, "\"you total clown\""));
  EXPECT_FALSE(is_quoted(text, "clown\" and I"));
  EXPECT_FALSE(is_quoted(text, "fool"));
  EXPECT_TRUE(is_quoted("> you clown\nyou fool", "clown"));
  EXPECT_FALSE(is_quoted("> you clown\nyou fool", "fool"));
}

TEST(Speech, ForgetsTheTextBefore) {
  text::Folded folded;
  Speech speech;
  for (const std::string text : {"> He called me \"a clown\", he is not a nice man", "Good morning"}) {
    speech_folder().fold(text, folded);
    reader().find_borrowed(folded, text, text, speech);
    reader().find_reported(text, folded, speech);
    EXPECT_EQ(speech.empty(), text == "Good morning");
  }
}

// 256 KiB of what could be looked at again and again: in quadratic time each would take minutes.
TEST(Speech, TakesLinearTime) {
  for (const std::string unit : {"\"",
                                 "\" ",
                                 " \"a",
                                 "a\" ",
                                 "'",
                                 " 'a",
                                 "“",
                                 "“a ",
                                 "„a “b «c ",
                                 "«a b» ",
                                 ">",
                                 ">\n",
                                 "> a\n",
                                 "&gt;\n",
                                 "&quot;",
                                 "&",
                                 "\n",
                                 "\n ",
                                 " ",
                                 "\xe2\x80",
                                 "\xc2",
                                 "is not a ",
                                 "he called me ",
                                 "is an insult ",
                                 "who say x is racist ",
                                 "!!!",
                                 "a ",
                                 "a",
                                 "a b c d e f ",
                                 "said that!!! "}) {
    std::string text;
    while (text.size() < 262'144) text += unit;
    const auto begin = std::chrono::steady_clock::now();
    const Speech speech = look(text, text, text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5}) << unit;
    for (const auto& passages : speech.passages)
      for (const Span& span : passages) ASSERT_LE(span.end, text.size());
  }
}

// Whatever the text is, the passages lie in it, sorted and apart.
TEST(Speech, SurvivesNoise) {
  const std::vector<std::string> pieces{
      "\"",       "'",  "“",  "”",    "„",      "‘",        "’",    "«", "»",
      "\n",       "\n", ">",  "&gt;", "&quot;", " ",        " ",    "a", "called me",
      "is not a", "!",  ". ", "\xe2", "\x80",   "\xc2\xa0", "\xff", "é", "is an insult",
      "clown",    "「", "」"};
  std::mt19937 random{5};
  std::size_t found = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (unsigned i = 0, count = random() % 40; i < count; ++i) text += pieces[random() % pieces.size()];
    const Speech speech = look(text, text.substr(text.size() / 2));
    for (const auto& passages : speech.passages) {
      found += passages.size();
      for (std::size_t i = 0; i < passages.size(); ++i) {
        ASSERT_LT(passages[i].begin, passages[i].end);
        ASSERT_LE(passages[i].end, text.size());
        if (i > 0) ASSERT_LE(passages[i - 1].end, passages[i].begin) << text;
      }
    }
  }
  EXPECT_GT(found, 1000U);
}

TEST(Speech, ServesManyThreads) {
  const std::string article = "The mayor called his critics a bunch of useless clowns on Monday.";
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 50; ++k) {
        const std::string other = article + std::to_string((i + k) % 40);
        EXPECT_EQ(passages(Speech::quoted_parent, "a bunch of useless clowns", {}, other),
                  Parts{"a bunch of useless clowns"});
      }
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace moderato::civility
