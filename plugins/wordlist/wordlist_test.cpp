#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "innocent.hpp"
#include "moderato/testing.hpp"

namespace moderato {
namespace {

using List = std::vector<std::string>;

class File {
 public:
  explicit File(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("wordlist-" + std::to_string(getpid()) + "-" + std::to_string(++made_))) {
    write(content);
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // As editors save: whole, in the place of the old one.
  void write(const std::string& content) const {
    const auto next = path_.string() + ".next";
    std::ofstream{next} << content;
    std::filesystem::rename(next, path_);
  }
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  static inline std::atomic<int> made_ = 0;
  std::filesystem::path path_;
};

// The parts of a text that a filter which bans `entries` points at.
List found(const List& entries, const std::string& text) {
  testing::Filter filter{{{"banned", entries}}};
  List parts;
  for (const Span& span : filter.check({.text = text}).spans)
    parts.push_back(text.substr(span.begin, span.end - span.begin));
  return parts;
}

std::string refusal(const testing::Settings& settings) {
  try {
    testing::Filter{settings};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(taken)";
}

// Waits for it; false where it does not come at all.
bool comes(const std::function<bool()>& what) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!what()) {
    if (std::chrono::steady_clock::now() > patience) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST(Wordlist, RejectsWhatIsBannedAndSaysWhichEntry) {
  testing::Filter filter{{{"banned", List{"buy now"}}}};
  const Finding finding = filter.check({.text = "Please BUY NOW at my shop"});
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.code, "wordlist.banned");
  EXPECT_EQ(finding.message, "Not accepted here: \"buy now\".");
  EXPECT_EQ(finding.spans, std::vector({Span{7, 14}}));
}

TEST(Wordlist, HoldsWhatIsSuspect) {
  testing::Filter filter{{{"suspect", List{"viagra"}}}};
  const Finding finding = filter.check({.text = "V1agra!"});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "wordlist.suspect");
  EXPECT_EQ(finding.message, "A moderator reads comments with \"viagra\" before they appear.");
}

TEST(Wordlist, PassesTheRest) {
  testing::Filter filter{{{"banned", List{"buy now"}}, {"suspect", List{"viagra"}}}};
  EXPECT_EQ(filter.check({.text = "I will not buy it now."}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = ""}).action, Action::pass);
}

TEST(Wordlist, WhatIsBannedCountsMoreThanWhatIsSuspect) {
  testing::Filter filter{{{"banned", List{"worse"}}, {"suspect", List{"bad"}}}};
  const Finding finding = filter.check({.text = "bad and worse"});
  EXPECT_EQ(finding.code, "wordlist.banned");
  EXPECT_EQ(finding.spans, std::vector({Span{8, 13}}));
}

TEST(Wordlist, ActionsAreTheOperators) {
  testing::Filter filter{
      {{"banned", List{"a b"}}, {"banned_action", "hold"}, {"suspect_action", "pass"}, {"suspect", List{"c"}}}};
  EXPECT_EQ(filter.check({.text = "a b"}).action, Action::hold);
  EXPECT_EQ(filter.check({.text = "c"}).action, Action::pass);
}

TEST(Wordlist, NamesThreeEntriesAndCountsTheRest) {
  testing::Filter filter{{{"banned", List{"one", "two", "three", "four", "five"}}}};
  EXPECT_EQ(filter.check({.text = "five four three two one five"}).message,
            "Not accepted here: \"five\", \"four\", \"three\" and 2 more.");
  EXPECT_EQ(filter.check({.text = "two, one"}).message, "Not accepted here: \"two\" and \"one\".");
}

TEST(Wordlist, WholeWordsOnlyByDefault) {
  EXPECT_EQ(found({"twat"}, "A smartwatch, twat."), List{"twat"});
  EXPECT_EQ(found({"twat"}, "twats"), List{});
  EXPECT_EQ(found({"buy now"}, "buy nowhere"), List{});
}

TEST(Wordlist, AStarAtAnEndLetsTheWordGoOn) {
  EXPECT_EQ(found({"idiot*"}, "Idiots and idiotic things, no videot"), (List{"Idiot", "idiot"}));
  EXPECT_EQ(found({"*phobe"}, "A xenophobe has no phobes"), List{"phobe"});
  EXPECT_EQ(found({"*shit*"}, "Bullshitter"), List{"shit"});
  EXPECT_EQ(found({"buy now*"}, "buy nowhere"), List{"buy now"});
}

TEST(Wordlist, AStarInsideStandsForLettersOfOneWord) {
  EXPECT_EQ(found({"f*ck"}, "fck fack f*ck f ck f-- ck"), (List{"fck", "fack", "f*ck"}));
  EXPECT_EQ(found({"kill * self"}, "kill your self, kill her own self"), List{"kill your self"});
  EXPECT_EQ(found({"a*b*c"}, "axxbyyc"), List{"axxbyyc"});
  EXPECT_EQ(found({"a*bb*c"}, "abbbc"), List{"abbbc"});
}

TEST(Wordlist, FindsDisguises) {
  EXPECT_EQ(found({"free money"}, "ＦＲＥＥ  m0ney, f r e e money, frее money"),
            (List{"ＦＲＥＥ  m0ney", "f r e e money", "frее money"}));
  EXPECT_EQ(found({"ÄRGER"}, "a\u0308rger"), List{"a\u0308rger"});
}

TEST(Wordlist, WhatIsAllowedCoversWhatIsWithinIt) {
  testing::Filter filter{{{"banned", List{"dick", "cheney"}}, {"allowed", List{"dick cheney", "moby dick"}}}};
  EXPECT_EQ(filter.check({.text = "Dick Cheney read Moby Dick."}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = "Dick Cheney is a dick."}).spans, std::vector({Span{17, 21}}));
}

TEST(Wordlist, WhatIsAllowedMayBePartOfAWord) {
  testing::Filter filter{{{"banned", List{"*cunt*"}}, {"allowed", List{"scunthorpe"}}}};
  EXPECT_EQ(filter.check({.text = "Scunthorpe"}).action, Action::pass);
  EXPECT_EQ(filter.check({.text = "Scunthorp"}).action, Action::reject);
}

TEST(Wordlist, LetsInnocentWordsPass) {
  testing::Filter filter{{{"banned", List(std::begin(rude), std::end(rude))}}};
  EXPECT_GE(std::size(innocent), 200U);
  for (const char* word : innocent)
    EXPECT_EQ(filter.check({.text = std::string{"I like the "} + word + ", really."}).action, Action::pass) << word;
  for (const char* word : rude)
    EXPECT_EQ(filter.check({.text = std::string{"You "} + word + "!"}).action, Action::reject) << word;
}

TEST(Wordlist, ReadsFiles) {
  const File file{"\xEF\xBB\xBF# ours\r\n\r\n  buy now \r\nidiot*"};
  testing::Filter filter{{{"banned_file", file.name()}, {"banned", List{"third"}}}};
  for (const char* text : {"buy now", "idiots", "third"})
    EXPECT_EQ(filter.check({.text = text}).action, Action::reject) << text;
  EXPECT_EQ(filter.check({.text = "ours"}).action, Action::pass);
}

TEST(Wordlist, FollowsItsFiles) {
  const File file{"old\n"};
  testing::Filter filter{{{"banned_file", file.name()}}};
  EXPECT_EQ(filter.check({.text = "new"}).action, Action::pass);
  file.write("new\n");
  ASSERT_TRUE(comes([&] { return filter.check({.text = "new"}).action == Action::reject; }));
  EXPECT_EQ(filter.check({.text = "old"}).action, Action::pass);
}

TEST(Wordlist, KeepsItsListsWhileAFileIsBad) {
  const File file{"good\n"};
  testing::Filter filter{{{"banned_file", file.name()}}};
  file.write("good\n***\n");
  ASSERT_TRUE(comes([&] { return !filter.log().empty(); }));
  EXPECT_EQ(filter.log().front(), "wordlist: keeps the lists it had, since " + file.name() +
                                      ":2: \"***\" has no letters or digits: write a word");
  EXPECT_EQ(filter.check({.text = "good"}).action, Action::reject);
}

TEST(Wordlist, RefusesBadEntriesByTheirPlace) {
  const File file{"fine\n!!\na*b*c*d*e*f\n"};
  const std::string why = refusal({{"banned_file", file.name()}, {"suspect", List{"x", std::string(201, 'y')}}});
  EXPECT_NE(why.find(file.name() + ":2: \"!!\" has no letters or digits: write a word"), why.npos) << why;
  EXPECT_NE(why.find(file.name() + ":3: \"a*b*c*d*e*f\" has more than four stars: use fewer"), why.npos) << why;
  EXPECT_NE(why.find("suspect:2: \"yyy"), why.npos) << why;
}

TEST(Wordlist, RefusesAFileThatIsNotThere) {
  const std::string why = refusal({{"banned_file", "/nowhere/words.txt"}});
  EXPECT_NE(why.find("/nowhere/words.txt: can't be read (No such file or directory)"), why.npos) << why;
}

TEST(Wordlist, EndsOnHostileText) {
  testing::Filter filter{{{"banned", List{"a*b*c*d", "*aa*", "f*ck", "aaaa*b"}}}};
  const Finding finding = filter.check({.text = std::string(300'000, 'a') + std::string(1'000, '\xFF') + "*******"});
  EXPECT_LE(finding.spans.size(), 100U);
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "aa ";
  EXPECT_EQ(filter.check({.text = many}).spans.size(), 100U);
}

}  // namespace
}  // namespace moderato
