// Builds chains of the scripted test plugin from TOML, as the daemon would.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "chain/chain_set.hpp"
#include "config/load.hpp"

namespace moderato {

// Comments with these texts, as filters are shown them.
class Shown {
 public:
  explicit Shown(const std::vector<std::string>& texts) {
    for (const std::string& text : texts)
      frames_.push_back(
          parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": ")" + text + "\"}", {}).value());
    for (const CommentFrame& frame : frames_) raws_.push_back(to_abi(frame, now(), 0));
    for (const moderato_comment& raw : raws_) pointers_.push_back(&raw);
  }
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

  [[nodiscard]] const std::vector<moderato_comment>& raws() const { return raws_; }
  [[nodiscard]] std::span<const moderato_comment* const> all() const { return pointers_; }

 private:
  std::vector<CommentFrame> frames_;
  std::vector<moderato_comment> raws_;
  std::vector<const moderato_comment*> pointers_;
};

class ChainTest : public ::testing::Test {
 protected:
  ChainSet::Built build(const std::string& toml) {
    auto loaded = parse_settings(toml, "test.toml");
    if (auto* problems = std::get_if<Problems>(&loaded)) return *problems;
    settings_ = std::get<Settings>(std::move(loaded));
    return ChainSet::build(settings_, {{TEST_PLUGINS},
                                       ".",
                                       {},
                                       [this](Level, auto filter, auto text) {
                                         const std::lock_guard lock{mutex_};
                                         log_.push_back(std::string{filter} + ": " + std::string{text});
                                       },
                                       TEST_FILTER_HOST,
                                       past_});
  }

  // A chain of filters a, b, c …, each doing what its line says.
  void given(const std::vector<std::string>& does, const std::string& more = "",
             const std::string& plugin = "scripted") {
    std::string names;
    std::string tables;
    for (std::size_t i = 0; i < does.size(); ++i) {
      const std::string name(1, static_cast<char>('a' + i));
      names += "\"" + name + "\",";
      tables += "[filter." + name + "]\nplugin = \"" + plugin + "\"\n" + does[i] + "\n";
    }
    auto built = build("[chain]\nfilters = [" + names + "]\n" + more + "\n" + tables);
    if (const auto* problems = std::get_if<Problems>(&built))
      for (const Problem& problem : *problems) ADD_FAILURE() << problem.text();
    else
      chains_ = std::get<std::unique_ptr<ChainSet>>(std::move(built));
  }

  std::vector<std::string> problems_of(const std::string& toml) {
    const auto built = build(toml);
    std::vector<std::string> texts;
    if (const auto* problems = std::get_if<Problems>(&built))
      for (const Problem& problem : *problems) texts.push_back(problem.text());
    return texts;
  }

  Judgement judge(const std::string& text = "hello", const std::string& site = "default") {
    comment_ = *parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": ")" + text + "\"}", {});
    return chains_->for_site(site).judge(to_abi(comment_, now(), 0));
  }

  // What has been logged so far, from whichever thread.
  std::vector<std::string> logged() {
    const std::lock_guard lock{mutex_};
    return log_;
  }

  Settings settings_;
  TellPast past_;
  std::mutex mutex_;
  std::vector<std::string> log_;
  CommentFrame comment_;
  std::unique_ptr<ChainSet> chains_;
};

}  // namespace moderato
