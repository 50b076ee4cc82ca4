// How findings combine, for chains drawn at random: held against the rule in words.
#include "chain_fixture.hpp"
#include "sdk/random_text.hpp"

namespace moderato {
namespace {

struct Part {
  std::string does;  // what the scripted filter answers
  std::string mode;
  std::string on_error;
};

class CombiningProperty : public ChainTest {
 protected:
  CombiningProperty() { given({"does = \"pass\""}); }

  std::vector<Part> parts() {
    static const std::vector<std::string> answers{"pass", "pass", "hold", "reject", "approve", "throw", "bad span"};
    static const std::vector<std::string> modes{"enforce", "enforce", "shadow"};
    static const std::vector<std::string> errors{"hold", "pass", "reject"};
    std::vector<Part> parts;
    for (std::size_t n = 1 + random_.below(5); n > 0; --n)
      parts.push_back({answers[random_.below(answers.size())], modes[random_.below(modes.size())],
                       errors[random_.below(errors.size())]});
    return parts;
  }

  Judgement judge_by(const std::vector<Part>& parts, bool stop_on_reject) {
    std::string names;
    std::string tables;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string name = "f" + std::to_string(i);
      names += "\"" + name + "\",";
      tables += "[filter." + name + "]\nplugin = \"scripted\"\ndoes = \"" + parts[i].does + "\"\nmode = \"" +
                parts[i].mode + "\"\non_error = \"" + parts[i].on_error + "\"\n";
    }
    auto loaded = parse_settings(std::string{"[chain]\nfilters = ["} + names +
                                     "]\nstop_on_reject = " + (stop_on_reject ? "true" : "false") + "\n" + tables,
                                 "test.toml");
    // Beside the first, so that the plugin is loaded once.
    auto built =
        ChainSet::build(std::get<Settings>(loaded),
                        {{TEST_PLUGINS}, ".", {}, [](Level, std::string_view, std::string_view) {}}, chains_.get());
    comment_ = *parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "hi"})", {});
    return std::get<std::unique_ptr<ChainSet>>(built)->for_site("").judge(to_abi(comment_, now(), 0));
  }

  text::RandomText random_{2026};
};

// What a filter's answer counts as.
std::string effect(const Part& part) {
  return part.does == "throw" || part.does == "bad span" ? part.on_error : part.does;
}

TEST_F(CombiningProperty, TheStrictestEnforcedFindingBeforeTheEndWins) {
  for (int round = 0; round < 400; ++round) {
    const std::vector<Part> parts = this->parts();
    const bool stop = random_.one_in(2);
    Action expected = Action::approve;
    std::size_t asked = 0;
    for (const Part& part : parts) {
      ++asked;
      if (part.mode == "shadow") continue;
      const std::string found = effect(part);
      if (found == "approve") {
        expected = Action::approve;
        break;
      }
      if (found == "reject") expected = Action::reject;
      if (found == "hold" && expected == Action::approve) expected = Action::hold;
      if (expected == Action::reject && stop) break;
    }
    const Judgement judged = judge_by(parts, stop);
    ASSERT_EQ(judged.action, expected) << "round " << round;
    ASSERT_EQ(judged.reasons.size(), asked) << "round " << round;
    ASSERT_EQ(judged.times.size(), asked) << "round " << round;
    for (std::size_t i = 0; i < asked; ++i) {
      ASSERT_EQ(judged.reasons[i].shadow, parts[i].mode == "shadow") << "round " << round;
      ASSERT_EQ(judged.reasons[i].error, parts[i].does != effect(parts[i])) << "round " << round;
    }
  }
}

// Filters with and without a process of their own; each does what its word of the text says.
TEST_F(CombiningProperty, ManyAtOnceAreJudgedAsOneByOne) {
  const std::vector<std::string> deeds{"pass", "pass", "hold", "reject", "approve", "throw"};
  for (int round = 0; round < 40; ++round) {
    const bool stop = random_.one_in(2);
    std::vector<std::string> does;
    for (std::size_t i = 0; i < 4; ++i)
      does.push_back("does = \"word " + std::to_string(i) + "\"" +
                     (random_.one_in(4) ? "\nmode = \"shadow\"" : "\non_error = \"reject\"") +
                     (random_.one_in(4) ? "\nisolation = \"process\"" : ""));
    given(does, stop ? "" : "stop_on_reject = false");
    std::vector<std::string> texts(30);
    for (std::string& text : texts)
      for (std::size_t word = 0; word < does.size(); ++word) text += deeds[random_.below(deeds.size())] + " ";
    const Shown shown{texts};

    const Chain& chain = chains_->for_site("");
    const auto checked = [&chain] {
      std::vector<std::uint64_t> counts;
      for (const ChainLink& link : chain.links()) counts.push_back(link.counters->took.snapshot().count());
      return counts;
    };
    std::vector<Judgement> singly;
    for (const moderato_comment& raw : shown.raws()) singly.push_back(chain.judge(raw));
    const auto once = checked();
    const std::vector<Judgement> together = chain.judge_all(shown.all());
    const auto twice = checked();
    ASSERT_EQ(together.size(), singly.size());
    for (std::size_t i = 0; i < singly.size(); ++i) {
      ASSERT_EQ(together[i].action, singly[i].action) << texts[i];
      ASSERT_EQ(together[i].chain, singly[i].chain);
      ASSERT_EQ(together[i].reasons.size(), singly[i].reasons.size()) << texts[i];
      for (std::size_t reason = 0; reason < singly[i].reasons.size(); ++reason) {
        ASSERT_EQ(together[i].reasons[reason].finding.code, singly[i].reasons[reason].finding.code);
        ASSERT_EQ(together[i].reasons[reason].error, singly[i].reasons[reason].error);
        ASSERT_EQ(together[i].reasons[reason].shadow, singly[i].reasons[reason].shadow);
      }
    }
    // No filter saw a comment that the chain would not have shown it.
    for (std::size_t i = 0; i < once.size(); ++i) ASSERT_EQ(twice[i], 2 * once[i]);
  }
}

TEST_F(CombiningProperty, ShadowFiltersHaveNoEffect) {
  for (int round = 0; round < 200; ++round) {
    std::vector<Part> parts = this->parts();
    const Action without = judge_by(parts, true).action;
    const auto at = parts.begin() + static_cast<std::ptrdiff_t>(random_.below(parts.size() + 1));
    Part shadow = this->parts().front();
    shadow.mode = "shadow";
    parts.insert(at, shadow);
    ASSERT_EQ(judge_by(parts, true).action, without) << "round " << round;
  }
}

TEST_F(CombiningProperty, AFilterMoreIsNeverLaxerUnlessItApproves) {
  const auto strictness = [](Action action) { return action == Action::approve ? 0 : static_cast<int>(action); };
  for (int round = 0; round < 200; ++round) {
    std::vector<Part> parts = this->parts();
    for (Part& part : parts)
      if (part.does == "approve") part.does = "pass";
    const Action without = judge_by(parts, true).action;
    Part more{"hold", "enforce", "hold"};
    if (random_.one_in(2)) more.does = "reject";
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(random_.below(parts.size() + 1)), more);
    ASSERT_GE(strictness(judge_by(parts, true).action), strictness(without)) << "round " << round;
  }
}

}  // namespace
}  // namespace moderato
