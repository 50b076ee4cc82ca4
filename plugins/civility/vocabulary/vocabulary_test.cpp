#include "vocabulary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "vocabulary_file.hpp"

namespace moderato::civility {
namespace {

using Words = std::vector<std::string>;

const text::Folder& vocabulary_folder() {
  static const text::Folder only;
  return only;
}

std::size_t index_of(std::string_view attribute) {
  return static_cast<std::size_t>(std::find(attributes.begin(), attributes.end(), attribute) - attributes.begin());
}

Adjustment looked(const Vocabulary& vocabulary, const std::string& text) {
  text::Folded folded;
  vocabulary_folder().fold(text, folded);
  Adjustment adjustment;
  vocabulary.look(folded, adjustment);
  return adjustment;
}

double added(const std::string& file, const std::string& text, std::string_view attribute) {
  return looked(Vocabulary{file, "words.txt", vocabulary_folder()}, text).amount.at(index_of(attribute));
}

// The words of the original that matched; those to be ignored in brackets.
Words matched(const std::string& file, const std::string& text) {
  text::Folded folded;
  vocabulary_folder().fold(text, folded);
  Adjustment adjustment;
  Vocabulary{file, "words.txt", vocabulary_folder()}.look(folded, adjustment);
  Words words;
  for (const auto& match : adjustment.matches) {
    const Span span = folded.original(match.begin, match.end);
    const std::string word = text.substr(span.begin, span.end - span.begin);
    words.push_back(match.ignored ? "[" + word + "]" : word);
  }
  return words;
}

Words mistakes(const std::string& file) {
  try {
    const Vocabulary vocabulary{file, "words.txt", vocabulary_folder()};
    return {};
  } catch (const BadVocabulary& error) {
    return error.mistakes();
  }
}

// The only mistake in `file`.
std::string mistake(const std::string& file) {
  const Words all = mistakes(file);
  if (all.size() != 1) return "(" + std::to_string(all.size()) + " mistakes)";
  return all.front();
}

TEST(Vocabulary, RaisesAndLowersWhatItSays) {
  EXPECT_EQ(added("raise insult: sheeple", "You sheeple!", "INSULT"), 1);
  EXPECT_EQ(added("raise insult: sheeple", "You sheeple!", "TOXICITY"), 0);
  EXPECT_EQ(added("raise insult: sheeple", "You sheep!", "INSULT"), 0);
  EXPECT_EQ(added("lower toxicity by 2.5: Scunthorpe", "I live in scunthorpe", "TOXICITY"), -2.5);
  EXPECT_EQ(added("raise insult by 1,5: sheeple", "sheeple", "INSULT"), 1.5);
  EXPECT_EQ(added("raise insult 2: sheeple", "sheeple", "INSULT"), 2);
}

TEST(Vocabulary, TakesAttributesAsPeopleWriteThem) {
  for (const std::string head : {"raise identity attack, THREAT", "Raise IDENTITY_ATTACK and threat",
                                 "RAISE identity-attack threat", "raise Threat, Identity Attack"}) {
    EXPECT_EQ(added(head + ": x", "x", "IDENTITY_ATTACK"), 1) << head;
    EXPECT_EQ(added(head + ": x", "x", "THREAT"), 1) << head;
    EXPECT_EQ(added(head + ": x", "x", "INSULT"), 0) << head;
  }
  EXPECT_EQ(added("raise severe toxicity: x", "x", "TOXICITY"), 0);
  for (const std::string_view attribute : attributes) {
    EXPECT_EQ(added("lower: x", "x", attribute), -1);
    EXPECT_EQ(added("raise all by 3: x", "x", attribute), 3);
  }
}

TEST(Vocabulary, ReadsSeveralWordsPhrasesAndCommentsInALine) {
  const std::string file =
      "# names\n\nraise insult: sheeple, useful idiot*,\"Karen of Leeds\",  # more\nignore: F# major\n";
  EXPECT_EQ(matched(file, "sheeple and useful idiots, karen of leeds"),
            (Words{"sheeple", "useful idiots", "karen of leeds"}));
  EXPECT_EQ(matched(file, "more names, useful ideas"), Words{});
  EXPECT_EQ(matched(file, "in f# major"), Words{"[f# major]"});
}

TEST(Vocabulary, SeesThroughDisguises) {
  const std::string file = "raise insult: sheeple, crétin, useful idiot, баран\n";
  for (const std::string text : {"SHEEPLE", "sh33ple", "s.h.e.e.p.l.e", "ѕhеерlе", "ｓｈｅｅｐｌｅ", "cretin",
                                 "useful 1d10t", "useful... idiot", "БАРАН"})
    EXPECT_EQ(added(file, text, "INSULT"), 1) << text;
}

TEST(Vocabulary, CountsAnEntryOnceHoweverOftenItIsThere) {
  EXPECT_EQ(added("lower by 2: Scunthorpe\nraise insult: ape, apes", "scunthorpe scunthorpe scunthorpe", "INSULT"), -2);
  EXPECT_EQ(added("raise insult: ape\nraise insult by 3: sheep", "ape sheep ape sheep", "INSULT"), 4);
  EXPECT_EQ(matched("raise insult: ape", "ape ape"), (Words{"ape", "ape"}));
}

TEST(Vocabulary, CountsTheLongestEntryAtAPlace) {
  const std::string file = "raise profanity: damn\nignore: damn yankees\nraise profanity by 4: damn yankees fan";
  EXPECT_EQ(added(file, "damn", "PROFANITY"), 1);
  EXPECT_EQ(added(file, "the damn yankees won", "PROFANITY"), 0);
  EXPECT_EQ(matched(file, "the damn yankees won"), Words{"[damn yankees]"});
  EXPECT_EQ(added(file, "a damn yankees fan", "PROFANITY"), 4);
}

TEST(Vocabulary, TellsWhichWordsTheModelMustNotSee) {
  const Adjustment adjustment =
      looked(Vocabulary{"ignore: Cockburn Street", "w", vocabulary_folder()}, "At Cockburn street, 3");
  ASSERT_EQ(adjustment.matches.size(), 1U);
  EXPECT_TRUE(adjustment.matches[0].ignored);
  EXPECT_EQ(adjustment.matches[0].first_word, 1U);
  EXPECT_EQ(adjustment.matches[0].last_word, 3U);
  EXPECT_EQ(adjustment.matches[0].amount, PerAttribute{});
}

TEST(Vocabulary, ForgetsTheTextBefore) {
  const Vocabulary vocabulary{"raise insult: ape", "w", vocabulary_folder()};
  text::Folded folded;
  Adjustment adjustment;
  vocabulary_folder().fold("ape", folded);
  vocabulary.look(folded, adjustment);
  vocabulary_folder().fold("grape", folded);
  vocabulary.look(folded, adjustment);
  EXPECT_EQ(adjustment.amount, PerAttribute{});
  EXPECT_TRUE(adjustment.matches.empty());
}

TEST(Vocabulary, TakesFilesOfAnyEditor) {
  EXPECT_EQ(added("\xef\xbb\xbfraise insult: ape\r\n\tlower insult : bee  \r\n", "ape", "INSULT"), 1);
  EXPECT_EQ(added("raise insult: ape\r\nlower insult: bee\r\n", "bee", "INSULT"), -1);
  EXPECT_EQ(added("lower insult: bee", "bee", "INSULT"), -1);
  EXPECT_EQ(Vocabulary("", "w", vocabulary_folder()).size(), 0U);
}

TEST(Vocabulary, SaysWhereAndWhatIsWrong) {
  const auto says = [](const std::string& file, const std::string& part) {
    const std::string text = mistake(file);
    EXPECT_NE(text.find(part), std::string::npos) << file << " -> " << text;
  };
  says("# fine\nraise insult sheeple", "words.txt:2: no colon");
  says("rise insult: x", "words.txt:1: knows no rule \"rise insult\"");
  says(": x", "knows no rule");
  says("raise: x", "\"raise\" needs one of toxicity, severe toxicity");
  says("raise insults: x", "knows no attribute \"insults\": write toxicity");
  says("raise insult by: x", "\"by\" needs a number");
  says("raise insult by 20: x", "\"20\" is no number between 0.1 and 10");
  says("raise insult by -2: x", "\"-2\" is no number");
  says("raise insult by 0: x", "\"0\" is no number");
  says("raise insult by 2x: x", "\"2x\" is no number");
  says("ignore insult: x", "\"ignore\" is followed by a colon");
  says("ignore 2: x", "\"ignore\" is followed by a colon");
  says("ignore:", "no words after the colon");
  says("ignore: #metoo", "a hashtag without its #");
  says("ignore: a,, b", "nothing between two commas");
  says("ignore: \"a, b", "one quotation mark without the other");
  says("ignore: !?", "has no letters");
  says("ignore: ab*", "three letters or more");
  says("ignore: *", "has no letters");
  says("ignore: a*b", "not at its end");
  says("ignore: idiot**", "not at its end");
  says("ignore: st#pid", "masked letter");
  says("ignore: an be cu do el fa go hi ja", "more than 8 words");
  says("ignore: " + std::string(201, 'a'), "longer than 200 bytes");
  says("ignore: caf\xe9", "not UTF-8");
  says(std::string{"ignore: a\0b", 11}, "control characters");
  says("ignore: " + std::string(20'000, ' ') + "a", "longer than 20,000 bytes");
}

TEST(Vocabulary, TellsAllMistakesUpToALimit) {
  EXPECT_EQ(mistakes("raise x: a\nignore: b\nignore: ab*, !, ok\n").size(), 3U);
  std::string file;
  for (int i = 0; i < 120; ++i) file += "bad\n";
  try {
    const Vocabulary vocabulary{file, "words.txt", vocabulary_folder()};
    FAIL() << "not refused, but has " << vocabulary.size();
  } catch (const BadVocabulary& error) {
    EXPECT_EQ(error.mistakes().size(), BadVocabulary::most_told);
    EXPECT_EQ(error.count(), 120U);
    EXPECT_NE(std::string{error.what()}.find("words.txt:50: "), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("\nand 70 more"), std::string::npos);
  }
}

TEST(Vocabulary, TakesRepetitionsAndRefusesContradictions) {
  EXPECT_EQ(added("raise insult: ape\nraise insult: Ape, APE", "ape", "INSULT"), 1);
  EXPECT_EQ(added("raise insult: ape\nlower threat by 2: ape", "ape", "THREAT"), -2);
  EXPECT_EQ(matched("ignore: ape, ape", "ape"), Words{"[ape]"});
  EXPECT_EQ(matched("ignore: ape\nraise insult: ape*", "ape apes"), (Words{"[ape]", "apes"}));
  EXPECT_NE(mistake("raise insult: apes\n\nraise insult by 2: 4pes").find("words.txt:3: \"4pes\" contradicts line 1"),
            std::string::npos);
  EXPECT_NE(mistake("lower: ape\nraise insult: ape").find("contradicts line 1"), std::string::npos);
  EXPECT_NE(mistake("ignore: ape\nraise insult: ape").find("contradicts line 1"), std::string::npos);
  EXPECT_NE(mistake("raise insult: ape\nignore: ape").find("contradicts line 1"), std::string::npos);
}

TEST(Vocabulary, HasLimits) {
  std::string file;
  for (std::size_t i = 0; i < Vocabulary::most_entries; ++i) {
    file += "ignore: ";
    for (const char digit : std::to_string(i)) (file += "bcdfghjkmn"[digit - '0']) += 'a';  // another word each time
    file += '\n';
  }
  EXPECT_EQ(Vocabulary(file, "w", vocabulary_folder()).size(), Vocabulary::most_entries);
  EXPECT_NE(mistake(file + "ignore: w\nignore: v\nbad").find("words.txt:20001: "), std::string::npos);
  EXPECT_NE(mistake(std::string(Vocabulary::most_bytes + 1, '\n')).find("larger than 1 MB"), std::string::npos);
  EXPECT_EQ(mistakes(std::string(Vocabulary::most_bytes, '\n')), Words{});
}

// Whatever is in a file, it is read or refused with mistakes.
TEST(Vocabulary, SurvivesNoise) {
  std::mt19937 random{11};
  const std::vector<std::string> pieces{"raise", "lower",    "ignore", " insult", " by ",     "2",   ":",
                                        ",",     "*",        "#",      "\n",      " ",        "ape", "\"",
                                        "\xff",  "\xe2\x80", "\r",     "\t",      "\xc3\xa9", "0.5"};
  std::size_t good = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string file = round % 2 == 0 ? "raise insult: " : "";
    for (unsigned i = 0, count = random() % 12; i < count; ++i) file += pieces[random() % pieces.size()];
    try {
      const Vocabulary vocabulary{file, "w", vocabulary_folder()};
      looked(vocabulary, "raise ape 2");
      ++good;
    } catch (const BadVocabulary& error) {
      ASSERT_FALSE(error.mistakes().empty());
    }
  }
  EXPECT_GT(good, 100U);
  EXPECT_LT(good, 2900U);
}

// A file that others change, and what is logged meanwhile.
class VocabularyFileTest : public ::testing::Test {
 protected:
  VocabularyFileTest() { write("raise insult: ape\n"); }
  void TearDown() override { std::filesystem::remove(path_); }

  void write(const std::string& content) {
    std::ofstream{path_ + ".new", std::ios::binary} << content;
    std::filesystem::rename(path_ + ".new", path_);
  }
  void start() { file_.emplace(path_, vocabulary_folder(), Host{raw_}, std::chrono::milliseconds{2}); }
  std::size_t entries() { return file_->current(held_).size(); }
  // Waits, for as long as a busy machine may need.
  template <class Condition>
  static bool comes_true(Condition condition) {
    for (int i = 0; i < 5000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return false;
  }
  Words log() {
    const std::scoped_lock lock{mutex_};
    return log_;
  }
  bool logs(const std::string& part) {
    return comes_true([&] {
      const Words lines = log();
      return std::any_of(lines.begin(), lines.end(),
                         [&](const std::string& line) { return line.find(part) != std::string::npos; });
    });
  }

  std::string path_ =
      (std::filesystem::temp_directory_path() / ("vocabulary-" + std::to_string(std::random_device{}()) + ".txt"))
          .string();
  std::mutex mutex_;
  Words log_;
  std::uint8_t secret_[16] = {};
  moderato_host raw_{sizeof(moderato_host), this,
                     [](void* to, moderato_level, moderato_string message) {
                       auto& self = *static_cast<VocabularyFileTest*>(to);
                       const std::scoped_lock lock{self.mutex_};
                       self.log_.emplace_back(abi::view(message));
                     },
                     secret_};
  VocabularyFile::Held held_;
  std::optional<VocabularyFile> file_;
};

TEST_F(VocabularyFileTest, FollowsItsFile) {
  start();
  EXPECT_EQ(entries(), 1U);
  write("raise insult: ape, bee\n");
  EXPECT_TRUE(comes_true([&] { return entries() == 2; }));
  EXPECT_TRUE(logs("which has 2 entries now"));
}

TEST_F(VocabularyFileTest, NoticesAChangeOfTheSameSizeInPlace) {
  start();
  std::ofstream{path_, std::ios::binary} << "raise insult: bee\n";
  text::Folded folded;
  vocabulary_folder().fold("bee", folded);
  Adjustment adjustment;
  EXPECT_TRUE(comes_true([&] {
    file_->current(held_).look(folded, adjustment);
    return !adjustment.matches.empty();
  }));
}

TEST_F(VocabularyFileTest, KeepsTheGoodWordsWhileTheFileIsBadAndWarnsOnce) {
  start();
  EXPECT_EQ(entries(), 1U);
  write("raise insult: ape\nraise x: y\nbad\n");
  EXPECT_TRUE(logs("keeps the words it had, since " + path_ + ":2: knows no attribute \"x\""));
  EXPECT_TRUE(logs("(and 1 more)"));
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  EXPECT_EQ(log().size(), 1U);
  EXPECT_EQ(entries(), 1U);
  write("raise insult: ape, bee, cow\n");
  EXPECT_TRUE(comes_true([&] { return entries() == 3; }));
}

TEST_F(VocabularyFileTest, KeepsTheGoodWordsWhenTheFileIsGoneAndWarnsOnce) {
  start();
  std::filesystem::remove(path_);
  EXPECT_TRUE(logs(path_ + ": can't be read"));
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  EXPECT_EQ(log().size(), 1U);
  EXPECT_EQ(entries(), 1U);
}

TEST_F(VocabularyFileTest, RefusesToStartWithoutAGoodFile) {
  write("bad\nraise x: y\n");
  try {
    start();
    FAIL() << "not refused";
  } catch (const BadVocabulary& error) {
    EXPECT_EQ(error.mistakes().size(), 2U);
  }
  std::filesystem::remove(path_);
  EXPECT_THROW(start(), std::runtime_error);
  path_ = std::filesystem::temp_directory_path().string();
  EXPECT_THROW(start(), std::runtime_error);
  path_ = "/nonexistent";
}

TEST_F(VocabularyFileTest, ServesManyThreadsWhileItChanges) {
  start();
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  std::atomic<std::size_t> wrong = 0;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      VocabularyFile::Held held;
      text::Folded folded;
      vocabulary_folder().fold("ape", folded);
      Adjustment adjustment;
      while (!done) {
        file_->current(held).look(folded, adjustment);
        if (adjustment.matches.size() != 1) ++wrong;
      }
    });
  for (std::size_t i = 2; i < 6; ++i) {
    std::string content = "raise insult: ape";
    for (std::size_t k = 1; k < i; ++k) content += ", bee" + std::to_string(k) + "bee";
    write(content);
    EXPECT_TRUE(comes_true([&] { return entries() == i; }));
  }
  done = true;
  readers.clear();
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace moderato::civility
