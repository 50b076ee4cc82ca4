// moderato submit: hands comments to the desk and prints their receipts.
#include <unistd.h>

#include <iostream>
#include <variant>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/show.hpp"
#include "cli/submit/progress.hpp"
#include "cli/submit/sender.hpp"
#include "comment/comment.hpp"
#include "comment/json_fields.hpp"
#include "comment/verdict.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct SubmitOptions {
  std::string file = "-";
  bool quiet = false;
  std::size_t window = 1'000;
};

// Far beyond what a daemon accepts: it knows its own limits, and says so.
constexpr Limits generous{.text_bytes = 4U << 20U, .frame_bytes = 4U << 20U};

struct Counts {
  std::size_t approved = 0;
  std::size_t held = 0;
  std::size_t rejected = 0;
  std::size_t articles = 0;
  std::size_t refused = 0;    // by the daemon
  std::size_t bad_lines = 0;  // not even sent
  [[nodiscard]] std::size_t answered() const { return approved + held + rejected + articles + refused; }
};

class Submission {
 public:
  Submission(const Globals& globals, const SubmitOptions& options, const File& input)
      : globals_(globals),
        options_(options),
        input_(input),
        lines_(input.fd(), generous.frame_bytes),
        progress_(is_terminal(STDERR_FILENO), input.size()) {}

  ExitCode run(const Addresses& daemon) {
    auto sender = Sender::open(context_, {daemon.desk, globals_.timeout(), options_.window, daemon.identity},
                               [this](std::string_view answer, std::size_t line) { receipt(answer, line); });
    if (!sender) return report(globals_, sender.error());
    const auto sent = send_all(*sender);
    progress_.hide();
    summary(sender->unanswered());
    if (!sent) return report(globals_, sent.error());
    if (lines_.failure()) return report(globals_, *lines_.failure());
    if (counts_.bad_lines > 0) return ExitCode::bad_data;
    return counts_.refused > 0 ? ExitCode::refused : ExitCode::ok;
  }

 private:
  Result<void> send_all(Sender& sender) {
    while (true) {
      while (!lines_.ready() && !lines_.ended()) {
        std::cout.flush();
        if (auto attended = sender.attend(input_.fd()); !attended) return attended;
      }
      auto line = lines_.next();
      if (!line) return sender.finish();
      auto parcel = parcel_from(std::move(*line));
      if (!parcel) continue;
      if (auto sent = sender.send(std::move(*parcel)); !sent) return sent;
      progress_.update(lines_.bytes(), counts_.answered());
    }
  }

  std::optional<Parcel> parcel_from(Line line) {
    const std::size_t number = line.number;
    auto parsed = parse_frame(std::move(line.text), generous);
    if (!parsed) return bad_line(number, parsed.error());
    if (auto* article = std::get_if<ArticleFrame>(&*parsed)) {
      std::string key = article_parcel_key(article->site, article->article);
      return Parcel{number, std::move(article->frame), std::move(key), {}};
    }
    auto& comment = std::get<CommentFrame>(*parsed);
    std::string key = comment_parcel_key(comment.site, comment.id);
    std::string id{comment.id};
    return Parcel{number, std::move(comment.frame), std::move(key), std::move(id)};
  }

  std::nullopt_t bad_line(std::size_t number, const ParseError& error) {
    ++counts_.bad_lines;
    if (globals_.json) {
      std::string answer;
      append_error(answer, error, error.id);
      answer.back() = ',';
      print(answer + "\"line\":" + std::to_string(number) + "}");
    } else {
      print(refusal(number, error.id, error.message));
    }
    return std::nullopt;
  }

  void receipt(std::string_view answer, std::size_t line) {
    progress_.update(lines_.bytes(), counts_.answered());
    auto object = parse_object(answer);
    if (!object) return;
    const json::object* error = object_in(*object, "error");
    const bool article = text_in(*object, "stored") == "article";
    const std::string_view action = text_in(*object, "action");
    if (error != nullptr)
      ++counts_.refused;
    else if (article)
      ++counts_.articles;
    else if (action == "approve")
      ++counts_.approved;
    else if (action == "hold")
      ++counts_.held;
    else
      ++counts_.rejected;
    if (options_.quiet && error == nullptr) return;
    if (globals_.json)
      print(json_line(std::string{answer}));
    else if (error != nullptr)
      print(refusal(line, text_in(*object, "id"), text_in(*error, "message")));
    else if (article)
      print("stored  article " + one_line(text_in(*object, "article"), 128));
    else
      print(receipt_line(painter_, *object));
  }

  [[nodiscard]] std::string refusal(std::size_t line, std::string_view id, std::string_view message) const {
    return painter_.verdict("refused") + " line " + std::to_string(line) +
           (id.empty() ? "" : " (" + one_line(id, 128) + ")") + "  " + one_line(message, 400);
  }

  void print(const std::string& line) {
    if (is_terminal(STDOUT_FILENO)) progress_.hide();
    std::cout << line << '\n';
  }

  void summary(std::size_t unanswered) const {
    std::cout.flush();
    std::cerr << counts_.approved << " approved, " << counts_.held << " held, " << counts_.rejected << " rejected";
    if (counts_.articles > 0)
      std::cerr << ", " << counts_.articles << (counts_.articles == 1 ? " article stored" : " articles stored");
    if (counts_.refused > 0) std::cerr << ", " << counts_.refused << " refused by the daemon";
    if (counts_.bad_lines > 0)
      std::cerr << ", " << counts_.bad_lines
                << (counts_.bad_lines == 1 ? " line that is no comment" : " lines that are no comments");
    if (unanswered > 0) std::cerr << ", " << unanswered << " without an answer";
    std::cerr << '\n';
  }

  const Globals& globals_;
  const SubmitOptions& options_;
  const File& input_;
  LineReader lines_;
  Progress progress_;
  Painter painter_ = Painter::for_output(STDOUT_FILENO);
  Counts counts_;
  zmq::context_t context_;
};

ExitCode run(const Globals& globals, const SubmitOptions& options) {
  const auto addresses = addresses_of(globals);
  if (const auto* problems = std::get_if<Problems>(&addresses)) {
    for (const Problem& problem : *problems) std::cerr << problem.text() << '\n';
    return ExitCode::configuration;
  }
  const auto input = File::open_for_reading(options.file);
  if (!input) return report(globals, input.error());
  return Submission{globals, options, *input}.run(std::get<Addresses>(addresses));
}

void declare(Command& command, SubmitOptions& options) {
  command.option("file", options.file, "Comments and articles as JSON Lines; - for standard input").shows_default();
  command.flag("-q,--quiet", options.quiet, "Print only what was refused");
  command.option("--window", options.window, "Messages in flight at once")
      .shows_default()
      .check(whole_number_between(1, 100'000));
  command.footer(
      "Prints a receipt for each comment once it is on the daemon's disk, in the order in which they come. Messages\n"
      "without an answer are sent again; submitting the same comment twice does no harm.");
}

}  // namespace

void add_submit(Command& parent, Chosen& chosen) {
  add_command<SubmitOptions>(parent, chosen, "submit", "Submit comments and print what became of each", &declare, &run);
}

}  // namespace moderato::cli
