#include "reading.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace moderato::civility {
namespace {

// The commonest first; the last four are what people mask.
const std::vector<std::string> words{
    "the",        "you",   "a",    "are",  "is",   "rap",        "music", "money", "covid", "sick", "today", "people",
    "despicable", "obama", "fool", "cool", "dont", "politician", "hit",   "crap",  "fuck",  "shit", "idiot", "stupid"};

class Reads : public ::testing::Test {
 protected:
  Reads() {
    std::vector<Word> masked;
    for (const char* each : {"fuck", "shit", "idiot", "stupid", "crap"}) masked.push_back(lexicon_.find(each));
    lexicon_ = Lexicon{words, masked};
    repair_ = Repair{lexicon_};
  }

  const Reading& read(const std::string& text) {
    text_ = text;
    folder_.fold(text_, folded_);
    civility::read(lexicon_, repair_, text_, folded_, reading_);
    return reading_;
  }
  std::string as(const std::string& text) { return std::string{read(text).text}; }

  Lexicon lexicon_{words, {}};
  Repair repair_;
  text::Folder folder_;
  std::string text_;
  text::Folded folded_;
  Reading reading_;
};

TEST_F(Reads, KnownWordsAsTheyAre) {
  EXPECT_EQ(as("You are a fool"), "you are a fool");
  EXPECT_EQ(reading_.words,
            (std::vector<Word>{lexicon_.find("you"), lexicon_.find("are"), lexicon_.find("a"), lexicon_.find("fool")}));
}

TEST_F(Reads, DisguisedWordsAsWhatTheyMean) {
  for (const auto& [written, meant] : std::vector<std::pair<std::string, std::string>>{{"f*ck", "fuck"},
                                                                                       {"f**k", "fuck"},
                                                                                       {"f***", "fuck"},
                                                                                       {"f@ck", "fuck"},
                                                                                       {"fv(k", "fuck"},
                                                                                       {"sh!t", "shit"},
                                                                                       {"$h1t", "shit"},
                                                                                       {"shi+", "shit"},
                                                                                       {"5tup1d", "stupid"},
                                                                                       {"s+upid", "stupid"},
                                                                                       {"stuupid", "stupid"},
                                                                                       {"stpd", "stupid"},
                                                                                       {"st#p%d", "stupid"},
                                                                                       {"*d%!t", "idiot"},
                                                                                       {"1di)+", "idiot"},
                                                                                       {"idi()t", "idiot"},
                                                                                       {"d3zp|c4b1£", "despicable"},
                                                                                       {"p*l@t!c%%n", "politician"},
                                                                                       {"F@CK", "fuck"},
                                                                                       {"t0day", "today"},
                                                                                       {"fvck", "fuck"},
                                                                                       {"coool", "cool"},
                                                                                       {"fuc|<", "fuck"},
                                                                                       {"f_ck", "fuck"},
                                                                                       {"sh_t!", "shit"}})
    EXPECT_EQ(as(written), meant) << written;
}

TEST_F(Reads, HonestWordsAreLeftAlone) {
  for (const char* text : {"covid19", "mp3", "b2b", "50+", "brexit", "zelensky", "tbd", "4x4"}) {
    const std::string folded = [&] {
      folder_.fold(text, folded_);
      return folded_.text;
    }();
    EXPECT_EQ(as(text), folded) << text;
  }
  EXPECT_EQ(as("(rap music)"), "rap music");
  EXPECT_EQ(as("#rap"), "rap");
  EXPECT_EQ(as("*sick*"), "sick");
  EXPECT_EQ(as("**hit**!"), "hit");
  for (const char* text : {"*dio*", "_dio_", "_dio_!"}) EXPECT_EQ(as(text), "dio") << text;
  EXPECT_EQ(as("hit!"), "hit");
}

TEST_F(Reads, PiecesOfOneWordAsOne) {
  const std::string text = "you idi()t today";
  EXPECT_EQ(as(text), "you idiot today");
  ASSERT_EQ(reading_.places.size(), 3U);
  const Span span = folded_.original(reading_.places[1].begin, reading_.places[1].end);
  EXPECT_EQ(text.substr(span.begin, span.end - span.begin), "idi()t");
}

TEST_F(Reads, KnowsWhereSentencesBegin) {
  const auto sentences = [&](const std::string& text) { return read(text).sentences; };
  using Begins = std::vector<std::uint32_t>;
  EXPECT_EQ(sentences(""), (Begins{}));
  EXPECT_EQ(sentences("... you, the idi()t"), (Begins{0}));
  EXPECT_EQ(sentences("rap music. you are cool! the idi()t? sick\npeople \"you are.\" the end."),
            (Begins{0, 2, 5, 7, 8, 11}));
  EXPECT_EQ(sentences("rap.music 1.5 you!are"), (Begins{0}));
  EXPECT_EQ(sentences("f*ck! you"), (Begins{0, 1}));
}

TEST_F(Reads, KnowsTheUnknownWordsOfEachSentence) {
  read("zzqx rap. you are. qqzk vvxj music. the zzqx");
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  reading_.each_sentence([&](const Reading::Part& part) { parts.emplace_back(part.size(), part.unknown); });
  EXPECT_EQ(parts, (std::vector<std::pair<std::size_t, std::size_t>>{{2, 0}, {2, 1}, {3, 1}, {2, 3}}));
}

TEST_F(Reads, SentencesLoseTheWordsThatAreLeftOut) {
  read("rap music. you are. the fool is sick");
  reading_.leave_out({true, false, true, true, false, true, false, false});
  EXPECT_EQ(reading_.text, "music the is sick");
  EXPECT_EQ(reading_.sentences, (std::vector<std::uint32_t>{0, 1}));
}

TEST_F(Reads, SaysWhichWordsWereReadFromAPlace) {
  read("you idi()t today");  // folded: "you idi t today"
  using Range = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(reading_.words_in({0, 3}), (Range{0, 1}));
  EXPECT_EQ(reading_.words_in({4, 15}), (Range{1, 3}));
  EXPECT_EQ(reading_.words_in({8, 9}), (Range{1, 2}));  // a piece of one
  EXPECT_EQ(reading_.words_in({3, 4}), (Range{1, 1}));  // a space
}

TEST_F(Reads, AnythingWithoutHarm) {
  std::mt19937 random{5};
  const std::string signs = "abcdfiku @$!|+^(<)*#%&'10345\xc3\xa9\xe2\x82\xac\xff";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t size = random() % 60; size > 0; --size) text += signs[random() % signs.size()];
    const Reading& reading = read(text);
    ASSERT_EQ(reading.words.size(), reading.places.size());
    const auto spaces = static_cast<std::size_t>(std::count(reading.text.begin(), reading.text.end(), ' '));
    ASSERT_EQ(reading.words.size(), reading.text.empty() ? 0 : spaces + 1) << text << " as " << reading.text;
    for (std::size_t i = 0; i < reading.places.size(); ++i) {
      ASSERT_LT(reading.places[i].begin, reading.places[i].end);
      ASSERT_GE(reading.places[i].begin, i == 0 ? 0 : reading.places[i - 1].end);
    }
  }
}

TEST_F(Reads, WordsOfAnyLength) {
  std::vector<std::string> lengths;
  std::string text;
  for (std::size_t size = 1; size <= Lexicon::longest_word; ++size) {
    std::string word;
    while (word.size() < size) word += static_cast<char>('a' + (word.size() * 7 + size) % 26);
    lengths.push_back(word);
    text += word + ' ';
  }
  lexicon_ = Lexicon{lengths, {}};
  repair_ = Repair{lexicon_};
  read(text);
  ASSERT_EQ(reading_.words.size(), lengths.size());
  for (std::size_t i = 0; i < lengths.size(); ++i) EXPECT_EQ(reading_.words[i], static_cast<Word>(i)) << lengths[i];
}

TEST(Lexicon, FindsWhatItHas) {
  const Lexicon lexicon{words, {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(lexicon.find(words[i]), static_cast<Word>(i));
    EXPECT_EQ(lexicon.text(static_cast<Word>(i)), words[i]);
  }
  EXPECT_EQ(lexicon.find("nothing"), Word::unknown);
  EXPECT_EQ(Lexicon{}.find("the"), Word::unknown);
}

}  // namespace
}  // namespace moderato::civility
