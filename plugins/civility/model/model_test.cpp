#include "model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "model_file.hpp"
#include "scratch_file.hpp"

namespace moderato::civility {
namespace {

const std::filesystem::path shipped = std::filesystem::path{MODERATO_DATA} / "civility.model";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

const Model& model() {
  static const Model loaded = load_model(shipped);
  return loaded;
}

// What was read points into what is returned.
text::Folded read(const std::string& text, Model::Scratch& scratch) {
  static const text::Folder folder;
  text::Folded folded;
  folder.fold(text, folded);
  model().read(text, folded, scratch);
  return folded;
}

PerAttribute score(const std::string& text) {
  Model::Scratch scratch;
  const text::Folded folded = read(text, scratch);
  return Model::score(model().judge(scratch));
}

std::string why_refused(const std::string& content) {
  const ScratchFile file{content};
  try {
    load_model(file.path());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "(not refused)";
}

TEST(Model, ExplanationsAddUpToTheLinearEvidence) {
  std::string text = "you stupid idiot, f*ckwit zzqx";
  for (int i = 0; i < 300; ++i) text += i % 3 == 0 ? " and " + std::to_string(i) + " fools" : " thank you";
  Model::Scratch scratch;
  const text::Folded folded = read(text, scratch);
  const PerAttribute evidence = model().linear().evidence(scratch.reading, scratch.reading.all());
  std::vector<float> words;
  for (std::size_t a = 0; a < attribute_count; ++a) {
    model().linear().explain(scratch.reading, scratch.reading.all(), a, words);
    ASSERT_EQ(words.size(), scratch.reading.words.size());
    EXPECT_NEAR(evidence[a], std::accumulate(words.begin(), words.end(), 0.0), 1e-4) << attributes[a];
  }
}

TEST(Model, JudgesASentenceAsIfItWereAlone) {
  const std::string kind = "Thank you zzqx for this. ";
  const std::string rude = "Qqzk, you stupid idiot vvxj";
  Model::Scratch both;
  const text::Folded folded = read(kind + rude, both);
  Model::Scratch alone;
  const text::Folded folded_alone = read(rude, alone);
  Reading::Part last;
  both.reading.each_sentence([&](const Reading::Part& part) { last = part; });
  EXPECT_EQ(model().linear().evidence(both.reading, last),
            model().linear().evidence(alone.reading, alone.reading.all()));
}

TEST(Model, OneInsultAmongManyKindWordsCounts) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += "The library is open on Sundays again, which is good for all of us. ";
  const PerAttribute kind = score(text);
  const PerAttribute rude = score(text + "You are a moron.");
  const PerAttribute alone = score("You are a moron.");
  EXPECT_LT(kind[2], 0.01);
  EXPECT_GT(rude[2], 0.36);  // held, and not by a hair
  EXPECT_LT(rude[2], alone[2]);
  EXPECT_EQ(score(text), kind);
}

TEST(Model, ExplainsByTheWorstSentence) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += "The library is open on Sundays again, which is good for all of us. ";
  Model::Scratch scratch;
  const text::Folded folded = read(text + "You are a moron. Thank you very much.", scratch);
  std::vector<float> words;
  model().explain(model().judge(scratch), 2, scratch, words);
  ASSERT_EQ(words.size(), scratch.reading.words.size());
  EXPECT_EQ(std::max_element(words.begin(), words.end()) - words.begin(), 5 * 14 + 3);
  EXPECT_EQ(words[0], 0);  // the worst sentence alone tells
}

TEST(Model, ForgetsWordsThatAreLeftOut) {
  Model::Scratch all;
  const text::Folded folded = read("you stupid zzqx idiot qqzk f*ck and more", all);
  std::vector<bool> flags(all.reading.words.size());
  flags[1] = flags[2] = flags[5] = true;
  all.reading.leave_out(flags);
  Model::Scratch rest;
  const text::Folded folded_rest = read("you idiot qqzk and more", rest);
  EXPECT_EQ(all.reading.text, rest.reading.text);
  EXPECT_EQ(all.reading.words, rest.reading.words);
  EXPECT_EQ(Model::logits(model().judge(all)), Model::logits(model().judge(rest)));
}

TEST(Model, KnowsWordsByTheirMeaning) {
  // Neither sentence was learned from; what tells them apart is what "magnificent" and "execrable" mean.
  EXPECT_LT(score("you are a magnificent writer")[0], score("you are an execrable writer")[0]);
}

TEST(Model, ReadsDisguisedWordsAsWhatTheyAre) {
  const double plain = score("you are a stupid idiot")[0];
  for (const char* text : {"you are a st*pid idiot", "you are a stup1d 1d10t", "you are a stoopid idiooot",
                           "you are a stpd idiot", "you are a 5tup|d idi0t"})
    EXPECT_GT(score(text)[0], plain / 2) << text;
}

TEST(ModelFile, HoldsWhatWasSaved) {
  const ScratchFile copy{""};
  save_model(load_model(shipped), copy.path());
  EXPECT_TRUE(content_of(copy.path()) == content_of(shipped));
}

TEST(ModelFile, IsAtMostEightMegabytes) {
  EXPECT_LE(std::filesystem::file_size(shipped), 8'000'000U);
}

TEST(ModelFile, IsRefusedWhenItDoesNotMatch) {
  const std::string good = content_of(shipped);
  ASSERT_EQ(why_refused(good), "(not refused)");
  EXPECT_NE(why_refused("").find("is not a civility model"), std::string::npos);
  EXPECT_NE(why_refused(std::string(5000, 'x')).find("is not a civility model"), std::string::npos);
  EXPECT_NE(why_refused(good.substr(0, good.size() - 1)).find("damaged"), std::string::npos);
  EXPECT_NE(why_refused(good.substr(0, 1000)).find("wrong size"), std::string::npos);
  EXPECT_NE(why_refused(good + "x").find("damaged"), std::string::npos);
  const auto changed = [&](std::size_t at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    return why_refused(bad);
  };
  EXPECT_NE(changed(8).find("file version"), std::string::npos);
  for (const std::size_t at : {12U, 16U, 20U, 24U, 28U})
    EXPECT_NE(changed(at).find("trained for other features"), std::string::npos) << at;
  EXPECT_NE(changed(32), "(not refused)");  // one word more or less than there are
  EXPECT_NE(changed(35).find("impossible number of words"), std::string::npos);
  EXPECT_NE(changed(40).find("damaged"), std::string::npos);
  EXPECT_NE(changed(good.size() / 2).find("damaged"), std::string::npos);
}

}  // namespace
}  // namespace moderato::civility
