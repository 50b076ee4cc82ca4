// moderato-evaluate on a stream small enough to count by hand.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace moderato::evaluate {
namespace {

using cli::testing::Outcome;
using cli::testing::Program;
using testing::TemporaryFolder;

const std::string bridge = "The old bridge over the river was closed again this morning because nobody repaired it";
const std::string library = "Our library should stay open on Sundays, for that is when most families have the time";
const std::string article = "The council decided on Monday to spend the rest of the budget on a new swimming pool";

std::string comment(const std::string& id, const std::string& author, const std::string& text,
                    const std::string& more = R"(,"parent":null,"article":"a1")") {
  return R"({"id":")" + id + R"(","author":")" + author + R"(","site":"s","text":")" + text + "\"" + more + "}\n";
}

std::string label(const std::string& id, const std::string& original, const std::string& recipe) {
  const std::string of = original.empty() ? "null" : "\"" + original + "\"";
  return R"({"id":")" + id + R"(","duplicate_of":)" + of + R"(,"recipe":")" + recipe + "\"}\n";
}

std::string verdict(const std::string& id, const std::string& action) {
  return R"({"id":")" + id + R"(","action":")" + action + "\"}\n";
}

class EvaluateTest : public ::testing::Test {
 protected:
  EvaluateTest() {
    const std::string pool = R"(,"parent":null,"article":"a2")";
    write("articles.jsonl", R"({"article":"a2","site":"s","text":")" + article + "\"}\n");
    write("comments.jsonl",
          comment("c1", "u1", bridge) + comment("c2", "u2", bridge) +
              comment("c3", "u3",
                      "THE OLD BRIDGE... over the river: was closed again this MORNING because nobody repaired it!!") +
              comment("c4", "u4",
                      "The old brigde over the river was closed agian this morning because nobody repaired it") +
              comment("c5", "u5", library) +
              comment("c6", "u6", library + " Not with my taxes", R"(,"parent":"c5","article":"a1")") +
              comment("c7", "u7", article + ": about time, I say", pool) +
              comment("c8", "u8", article + "? We have one already", pool) +
              comment("c9", "u1", "Could not agree more with the author") +
              comment("c10", "u2", "could not agree more with the author") + comment("c11", "u3", "lol") +
              comment("c12", "u4", "lol"));
    write("labels.jsonl", label("c2", "c1", "exact/1") + label("c3", "c1", "case/3") + label("c4", "c1", "typo/2") +
                              label("c6", "", "honest:quote_parent_unmarked") +
                              label("c7", "", "honest:quote_article") + label("c8", "", "honest:quote_article") +
                              label("c9", "", "honest:stock_mid") + label("c10", "", "honest:stock_mid") +
                              label("c11", "", "honest:stock_short") + label("c12", "", "honest:stock_short"));
    // Not what the filter says, but some of everything: two hits, a miss, and a mistake of each kind.
    std::string verdicts;
    for (const char* id : {"c1", "c4", "c7", "c8", "c9", "c11", "c12"}) verdicts += verdict(id, "approve");
    for (const char* id : {"c2", "c5", "c6", "c10"}) verdicts += verdict(id, "hold");
    write("verdicts.jsonl", verdicts + verdict("c3", "reject"));
  }

  void write(const std::string& name, const std::string& content) const { (void)folder_.write(name, content); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  [[nodiscard]] Outcome evaluate(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{folder_.path().string(), "--verdicts", path("verdicts.jsonl")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Program{MODERATO, arguments}.wait();
  }

  // What the program says of one method; it runs once a test.
  [[nodiscard]] boost::json::object method(const std::string& name) {
    if (report_.is_null()) {
      const Outcome outcome = evaluate({"--json"});
      EXPECT_EQ(outcome.exit, 0) << outcome.err;
      report_ = boost::json::parse(outcome.out);
    }
    for (const boost::json::value& each : report_.at("methods").as_array())
      if (each.at("name").as_string() == name) return each.as_object();
    ADD_FAILURE() << "no method " << name;
    return {};
  }

  // The share of the recipe's comments that the method found.
  [[nodiscard]] double found(const std::string& name, const std::string& recipe) {
    return method(name).at("recipes").at(recipe).at("found").to_number<double>();
  }

  void expect_refused(const std::string& message) const {
    const Outcome outcome = evaluate();
    EXPECT_EQ(outcome.exit, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "moderato-evaluate: " + message + "\n");
  }

 private:
  TemporaryFolder folder_;
  boost::json::value report_;
};

TEST_F(EvaluateTest, counts_what_the_filter_found) {
  const boost::json::object filter = method("moderato");
  const auto figure = [&](const char* name) { return filter.at(name).to_number<double>(); };
  EXPECT_DOUBLE_EQ(figure("precision"), 2.0 / 5);
  EXPECT_DOUBLE_EQ(figure("recall"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(figure("f1"), 4.0 / 8);
  EXPECT_DOUBLE_EQ(figure("f1_without_stock_mid"), 4.0 / 7);
  EXPECT_DOUBLE_EQ(figure("base_held"), 1.0 / 2);
  EXPECT_DOUBLE_EQ(figure("base_rejected"), 0);
  EXPECT_DOUBLE_EQ(figure("quotes_held"), 1.0 / 3);
  const boost::json::value& recipes = filter.at("recipes");
  EXPECT_DOUBLE_EQ(recipes.at("case").at("rejected").to_number<double>(), 1);
  EXPECT_DOUBLE_EQ(recipes.at("exact").at("rejected").to_number<double>(), 0);
  EXPECT_EQ(recipes.at("honest:quote_article").at("comments").to_number<int>(), 2);
}

TEST_F(EvaluateTest, shows_a_table) {
  const std::string table = evaluate().out;
  EXPECT_NE(table.find("12 comments, 3 of them duplicates"), table.npos) << table;
  EXPECT_NE(table.find("moderato            0.4000  0.6667  0.5000       0.5714       50.000"), table.npos) << table;
}

TEST_F(EvaluateTest, every_method_finds_what_folds_to_the_same_and_no_short_text) {
  for (const char* name : {"exact", "simhash", "simhash-tuned", "shingles", "shingles-tuned", "winnowing",
                           "winnowing-tuned", "minhash", "minhash-own"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(found(name, "exact"), 1);
    EXPECT_EQ(found(name, "case"), 1);
    EXPECT_EQ(found(name, "honest:stock_mid"), 0.5);
    EXPECT_EQ(found(name, "honest:stock_short"), 0);
    EXPECT_EQ(found(name, "base"), 0);
  }
}

TEST_F(EvaluateTest, methods_that_compare_grams_find_typing_errors) {
  EXPECT_EQ(found("exact", "typo"), 0);
  EXPECT_EQ(found("winnowing-tuned", "typo"), 1);
  EXPECT_EQ(found("minhash", "typo"), 1);
  EXPECT_EQ(found("minhash-own", "typo"), 1);
}

TEST_F(EvaluateTest, only_a_method_that_knows_the_context_spares_quotes) {
  EXPECT_EQ(found("minhash", "honest:quote_parent_unmarked"), 1);
  EXPECT_EQ(found("minhash", "honest:quote_article"), 0.5);
  EXPECT_EQ(found("minhash-own", "honest:quote_parent_unmarked"), 0);
  EXPECT_EQ(found("minhash-own", "honest:quote_article"), 0);
}

TEST_F(EvaluateTest, an_exact_hash_takes_seventeen_bytes) {
  EXPECT_NEAR(method("exact").at("bytes_per_comment").to_number<double>(), 17, 0.1);
}

TEST_F(EvaluateTest, needs_no_articles) {
  std::filesystem::remove(path("articles.jsonl"));
  EXPECT_EQ(found("minhash-own", "honest:quote_article"), 0.5);
}

TEST_F(EvaluateTest, names_a_file_that_is_missing) {
  std::filesystem::remove(path("labels.jsonl"));
  expect_refused(path("labels.jsonl") + ": can't be read: No such file or directory");
}

TEST_F(EvaluateTest, names_a_line_that_is_broken) {
  write("comments.jsonl", comment("c1", "u1", bridge) + "{\"id\":\"c2\",\n");
  const Outcome outcome = evaluate();
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_EQ(outcome.err.find("moderato-evaluate: " + path("comments.jsonl") + ":2: no JSON: "), 0U) << outcome.err;
  write("comments.jsonl", "[]\n");
  expect_refused(path("comments.jsonl") + ":1: no JSON object");
}

TEST_F(EvaluateTest, names_a_field_that_is_missing_or_of_another_type) {
  write("comments.jsonl", comment("c1", "u1", bridge, ""));
  expect_refused(path("comments.jsonl") + R"(:1: "article" is missing)");
  write("comments.jsonl", comment("c1", "u1", bridge, R"(,"article":7)"));
  expect_refused(path("comments.jsonl") + R"(:1: "article" is no string)");
}

TEST_F(EvaluateTest, refuses_labels_and_verdicts_of_other_comments) {
  write("verdicts.jsonl", verdict("c1", "approve") + verdict("c99", "hold"));
  expect_refused(path("verdicts.jsonl") + ":2: comment c99 is not in comments.jsonl");
  write("verdicts.jsonl", verdict("c1", "approve"));
  expect_refused(path("verdicts.jsonl") + ": comment c2 has no verdict");
  write("verdicts.jsonl", verdict("c1", "maybe"));
  expect_refused(path("verdicts.jsonl") + R"(:1: "action" is "maybe", not approve, hold or reject)");
  write("labels.jsonl", label("c99", "", "base"));
  expect_refused(path("labels.jsonl") + ":1: comment c99 is not in comments.jsonl");
}

TEST_F(EvaluateTest, refuses_a_comment_that_is_there_twice) {
  write("comments.jsonl", comment("c1", "u1", bridge) + comment("c1", "u2", library));
  expect_refused(path("comments.jsonl") + ":2: comment c1 is there already");
}

}  // namespace
}  // namespace moderato::evaluate
