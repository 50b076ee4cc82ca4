// moderato compare-perspective: what would change for those who leave the Perspective API.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/compare_perspective/asking.hpp"
#include "cli/compare_perspective/comparison.hpp"
#include "cli/compare_perspective/own_scores.hpp"
#include "cli/compare_perspective/report.hpp"
#include "cli/compare_perspective/wording.hpp"
#include "cli/terminal.hpp"

namespace moderato::cli {
namespace {

struct CompareOptions {
  std::string file = "-";
  std::string pairs;
  std::string api_key;
  std::string api_key_file;
  std::string endpoint = "https://commentanalyzer.googleapis.com/v1alpha1";
  double qps = 1;
  std::int64_t tries = 8;
  std::string language;
  std::vector<std::string> attributes;
  std::string site = "default";
  std::string moderato_endpoint;
  std::string moderato_key_file;
  std::vector<std::string> text;
  std::vector<std::string> scores;
  std::vector<std::string> thresholds;
  std::int64_t examples = 0;
  std::string html;
};

constexpr const char* key_variable = "PERSPECTIVE_API_KEY";

Error bad_argument(std::string what) {
  return {"cli.bad_argument", std::move(what)};
}

Result<Secret> secret_from(SecretSource::Kind kind, const std::string& name, const std::string& option) {
  auto read = SecretSource{kind, name, {{}, 0, 0, option}}.read();
  if (const auto* problem = std::get_if<Problem>(&read)) return bad_argument(problem->text());
  return std::get<Secret>(std::move(read));
}

Result<Secret> perspective_key(const CompareOptions& options) {
  if (!options.api_key_file.empty())
    return secret_from(SecretSource::Kind::file, options.api_key_file, "--api-key-file");
  if (!options.api_key.empty()) return Secret{options.api_key};
  const char* const variable = std::getenv(key_variable);
  if (variable != nullptr && *variable != '\0') return Secret{variable};
  return bad_argument(
      std::string{"--pairs asks Perspective, which needs a key: --api-key-file FILE, or the environment "
                  "variable "} +
      key_variable + "; without --pairs, scores that you have are compared");
}

// Where pairs are kept; empty: Perspective is not to be asked.
Result<std::string> pairs_of(const CompareOptions& options) {
  const bool has_key = !options.api_key.empty() || !options.api_key_file.empty();
  if (!options.pairs.empty() || !has_key) return options.pairs;
  if (options.file == "-") return bad_argument("--pairs FILE: say where the pairs are to be kept");
  return std::filesystem::path{options.file}.replace_extension(".pairs.jsonl").string();
}

Result<Attributes> attributes_from(const std::vector<std::string>& names) {
  Attributes attributes;
  if (names.empty()) attributes.set();
  for (const std::string& name : names) {
    const auto index = attribute_index(name);
    if (!index) return bad_argument("--attributes: there is no " + name + " that both could score");
    attributes.set(*index);
  }
  return attributes;
}

// "TOXICITY=perspective_toxicity".
Result<Fields> fields_from(const CompareOptions& options) {
  Fields fields;
  if (!options.text.empty()) fields.text = options.text;
  for (const std::string& each : options.scores) {
    const std::size_t equals = each.find('=');
    const auto index = attribute_index(each.substr(0, equals));
    if (equals == std::string::npos || equals + 1 == each.size() || !index)
      return bad_argument(
          "--score: expected an attribute and the field it is in, such as TOXICITY=toxicity_score, found \"" + each +
          '"');
    fields.perspective[*index] = {each.substr(equals + 1)};
  }
  return fields;
}

// Where Moderato's scores come from.
class OwnSide {
 public:
  static std::variant<OwnSide, ExitCode> open(const Globals& globals, const CompareOptions& options) {
    OwnSide side;
    if (options.moderato_endpoint.empty()) {
      auto opened = OwnScores::open(globals.config, options.site);
      if (const auto* problems = std::get_if<Problems>(&opened)) {
        for (const Problem& problem : *problems) std::cerr << problem.text() << '\n';
        return ExitCode::configuration;
      }
      side.filter_.emplace(std::get<OwnScores>(std::move(opened)));
      return side;
    }
    if (options.moderato_key_file.empty())
      return cli::report(globals, bad_argument("--moderato needs a key of the gateway's site with the role "
                                               "\"perspective\": --moderato-key-file FILE"));
    auto key = secret_from(SecretSource::Kind::file, options.moderato_key_file, "--moderato-key-file");
    if (!key) return cli::report(globals, key.error());
    side.gateway_.emplace(PerspectiveClient::Options{.endpoint = options.moderato_endpoint,
                                                     .key = std::move(*key),
                                                     .per_second = 0,
                                                     .timeout = globals.timeout(),
                                                     .tries = static_cast<int>(options.tries)},
                          [](const std::string&, std::chrono::milliseconds) {});
    return side;
  }

  Result<Scores> of(const ScoredComment& comment) {
    if (filter_) return filter_->of(comment);
    auto answer = gateway_->analyze(comment.text, comment.language, Attributes{}.set());
    if (!answer) return answer.error();
    const auto* scored = std::get_if<Scored>(&*answer);
    return scored == nullptr ? Scores{} : scored->scores;
  }

 private:
  std::optional<OwnScores> filter_;
  std::optional<PerspectiveClient> gateway_;
};

// Wrong input is told, and does not keep the rest from being compared.
ExitCode tell_bad_lines(const CommentSource& source, const std::string& name) {
  if (source.bad_lines() == 0) return ExitCode::ok;
  std::cerr << "moderato: " << printable(name) << ": " << counted(source.bad_lines(), "line is", "lines are")
            << " left out; the first is " << printable(source.first_bad()) << '\n';
  return ExitCode::bad_data;
}

Error in_file(const std::string& name, const Error& error) {
  return {error.code, name + ": " + error.message};
}

void tell_progress(const Asked& asked, bool done) {
  if (!done && !is_terminal(STDERR_FILENO)) return;
  std::cerr << (is_terminal(STDERR_FILENO) ? "\r\x1b[K" : "") << "asked Perspective about "
            << counted(asked.asked, "comment", "comments") << ", " << asked.known << " were known";
  if (asked.refused > 0) std::cerr << ", " << asked.refused << " it can't score";
  if (asked.no_text > 0) std::cerr << ", " << asked.no_text << " have no text";
  std::cerr << (done ? "\n" : "") << std::flush;
}

ExitCode ask(const Globals& globals, const CompareOptions& options, const std::string& pairs_file, const Fields& fields,
             OwnSide& own) {
  auto key = perspective_key(options);
  if (!key) return report(globals, key.error());
  const auto attributes = attributes_from(options.attributes);
  if (!attributes) return report(globals, attributes.error());
  const auto file = File::open_for_reading(options.file);
  if (!file) return report(globals, file.error());
  auto source = CommentSource::open(*file, fields);
  if (!source) return report(globals, in_file(options.file, source.error()));
  auto pairs = PairsFile::open(pairs_file);
  if (!pairs) return report(globals, pairs.error());
  PerspectiveClient perspective{{.endpoint = options.endpoint,
                                 .key = std::move(*key),
                                 .per_second = options.qps,
                                 .timeout = std::max(globals.timeout(), std::chrono::milliseconds{1'000}),
                                 .tries = static_cast<int>(options.tries)},
                                [](const std::string& why, std::chrono::milliseconds wait) {
                                  std::cerr << "moderato: " << printable(why) << "; asked again in "
                                            << decimals(static_cast<double>(wait.count()) / 1000, 1) << " s\n";
                                }};
  const auto asked = ask_all(
      *source, *pairs, perspective, *attributes, options.language,
      [&](const ScoredComment& each) { return own.of(each); },
      [](const Asked& so_far) { tell_progress(so_far, false); });
  if (!asked) {
    if (is_terminal(STDERR_FILENO)) std::cerr << '\n';
    return report(globals,
                  {asked.error().code, asked.error().message + "; " + counted(pairs->size(), "pair is", "pairs are") +
                                           " in " + pairs_file + ", and the same command goes on from there"});
  }
  tell_progress(*asked, true);
  return tell_bad_lines(*source, options.file);
}

ExitCode compare(const Globals& globals, const CompareOptions& options, const std::string& name, const Fields& fields,
                 OwnSide& own, const Thresholds& thresholds) {
  const auto file = File::open_for_reading(name);
  if (!file) return report(globals, file.error());
  auto source = CommentSource::open(*file, fields);
  if (!source) return report(globals, in_file(name, source.error()));
  Comparison comparison{thresholds, static_cast<std::size_t>(options.examples)};
  while (auto comment = source->next()) {
    if (!comment->text.empty() && comment->has_perspective()) {
      auto ours = own.of(*comment);
      if (!ours) return report(globals, ours.error());
      comment->moderato = *ours;
    }
    comparison.add(*comment);
  }
  if (source->failure()) return report(globals, in_file(name, *source->failure()));
  const Report compared = comparison.report();
  if (!options.html.empty()) {
    // It may hold comments: for its owner alone.
    const File page{::open(options.html.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (page.fd() < 0)
      return report(globals, {"cli.cannot_write", options.html + " can't be written: " + std::strerror(errno)});
    if (auto written = write_all(page.fd(), report_html(compared)); !written) return report(globals, written.error());
  }
  if (globals.json)
    std::cout << json_line(boost::json::serialize(report_json(compared))) << '\n';
  else
    std::cout << report_text(compared);
  const ExitCode bad = tell_bad_lines(*source, name);
  if (compared.compared == 0) {
    std::cerr << "moderato: nothing to compare: no comment has scores of both; name the fields of Perspective's with "
                 "--score, or ask for them with --pairs\n";
    return ExitCode::bad_data;
  }
  return bad;
}

ExitCode run(const Globals& globals, const CompareOptions& options) {
  const auto thresholds =
      thresholds_from(options.thresholds.empty() ? std::vector<std::string>{"TOXICITY=0.8"} : options.thresholds);
  if (!thresholds) return report(globals, thresholds.error());
  const auto fields = fields_from(options);
  if (!fields) return report(globals, fields.error());
  auto opened = OwnSide::open(globals, options);
  if (const auto* failed = std::get_if<ExitCode>(&opened)) return *failed;
  auto& own = std::get<OwnSide>(opened);
  const auto pairs = pairs_of(options);
  if (!pairs) return report(globals, pairs.error());
  if (pairs->empty()) return compare(globals, options, options.file, *fields, own, *thresholds);
  const ExitCode asked = ask(globals, options, *pairs, *fields, own);
  if (asked != ExitCode::ok && asked != ExitCode::bad_data) return asked;
  const ExitCode compared = compare(globals, options, *pairs, {}, own, *thresholds);
  return compared == ExitCode::ok ? asked : compared;
}

void declare(Command& command, CompareOptions& options) {
  command.option("file", options.file, "Comments, or pairs, as JSON Lines or CSV; - is standard input").shows_default();
  command
      .option("--pairs", options.pairs,
              "Ask Perspective for the scores of FILE's comments, and keep the pairs here; it holds the texts. With a "
              "key and without this: beside FILE, as NAME.pairs.jsonl")
      .of_type("FILE");
  command.option("--api-key-file", options.api_key_file, "Perspective's key").of_type("FILE");
  command
      .option("--api-key,--key", options.api_key,
              std::string{"The key itself, which others on this machine can see here; better is "} + key_variable +
                  " in the environment")
      .of_type("KEY");
  command.option("--endpoint", options.endpoint, "The Perspective API")
      .of_type("URL")
      .shows_default()
      .check(problem_of_address);
  command.option("--qps", options.qps, "Questions a second; Google allows 1 unless you have asked for more")
      .shows_default()
      .check(number_between(0.01, 10'000));
  command.option("--tries", options.tries, "How often one question is asked while there is no answer")
      .shows_default()
      .check(whole_number_between(1, 100));
  command.option("--language", options.language, "Of comments that don't say theirs: en, fr").of_type("LANGUAGE");
  command
      .option("--attributes", options.attributes, "What to ask for (separated by commas; default: all of civility's)")
      .separated_by(',')
      .of_type("NAME");
  command.option("--site", options.site, "Moderato's scores: by the filter as this site has it (with --config)")
      .shows_default();
  command.option("--moderato", options.moderato_endpoint, "By a running gateway: http://127.0.0.1:5876/v1alpha1")
      .of_type("URL")
      .check(problem_of_address);
  command.option("--moderato-key-file", options.moderato_key_file, "The key for it").of_type("FILE");
  command.option("--text", options.text, "The field with the text, where it is not text or comment").of_type("FIELD");
  command
      .option("--score", options.scores,
              "The field with a score of Perspective: TOXICITY=FIELD; again for each attribute. Where it is not "
              "TOXICITY, perspective.TOXICITY or attributeScores.TOXICITY.summaryScore.value")
      .of_type("NAME=FIELD");
  command
      .option("--threshold", options.thresholds,
              "A threshold that you use with Perspective; again for each attribute (default: TOXICITY=0.8)")
      .of_type("NAME=SCORE");
  command.option("--examples", options.examples, "Show so many comments that would be decided differently, each way")
      .shows_default()
      .check(whole_number_between(0, 1'000));
  command.option("--html", options.html, "Write the report with pictures, for a browser").of_type("FILE");
  command.footer(
      "Compares Perspective's scores with Moderato's, and says which thresholds hold as many comments. Ask while\n"
      "Perspective answers (until 2026-12-31); the pairs can be compared at any time after. What is in --pairs is not\n"
      "asked again, so a run that was broken off goes on. Texts are sent to Perspective with doNotStore.\n"
      "\n"
      "Examples: moderato compare-perspective comments.jsonl --pairs pairs.jsonl --api-key-file key\n"
      "          moderato compare-perspective pairs.jsonl --threshold TOXICITY=0.7 --html report.html\n"
      "          moderato compare-perspective old.csv --text body --score TOXICITY=tox");
}

}  // namespace

void add_compare_perspective(Command& parent, Chosen& chosen) {
  add_command<CompareOptions>(parent, chosen, "compare-perspective", "Compare Perspective's scores with Moderato's",
                              &declare, &run);
}

}  // namespace moderato::cli
