// moderato tail: the feed, from any seq on.
//
// The feed may drop messages for a slow reader, and it knows nothing of what was before it was subscribed to. The
// ledger does: so the feed only rings the bell, and what is printed comes from `control`, page by page, in order:
// nothing missed, nothing twice.
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <limits>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct TailOptions {
  std::int64_t after = -1;  // -1: from now on
  std::vector<std::string> topics;
  bool comments = false;
  std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
};

// A topic that no message can have would be waited for in vain.
std::string check_topic(const std::string& topic) {
  for (const std::string_view word : {"approved/", "held/", "rejected/", "withdrawn/", "erased/"})
    if (topic.starts_with(word) || word.starts_with(topic)) return {};
  return "no topic begins with \"" + printable(topic) + "\"";
}

constexpr std::size_t frames_each = 4;  // topic, seq, comment, verdict
constexpr std::chrono::seconds look_again{1};

class Tail {
 public:
  Tail(const Globals& globals, const TailOptions& options, Client client)
      : globals_(globals), options_(options), client_(std::move(client)) {}

  Result<void> run() {
    auto bell = call(client_.context(), "--feed",
                     {.type = zmq::socket_type::sub,
                      .address = client_.addresses().feed,
                      .identity = client_.addresses().identity,
                      .topics = options_.topics.empty() ? std::vector<std::string>{""} : options_.topics});
    if (!bell) return bell.error();
    last_ = options_.after;
    if (last_ < 0) {
      const auto from = newest();
      if (!from) return from.error();
      last_ = *from;
    }
    while (true) {
      if (auto caught_up = catch_up(); !caught_up) return caught_up.error();
      if (printed_ == options_.count) return {};
      do {
        if (!somebody_reads(STDOUT_FILENO)) return Error{"cli.closed", "nobody reads on"};
      } while (!rings(bell->socket()));
    }
  }

 private:
  Result<std::int64_t> newest() {
    const auto answer = client_.ask({{"request", "stats"}});
    if (!answer) return answer.error();
    const auto stats = parse_answer(answer->front());
    if (!stats) return stats.error();
    return integer_in(*stats, "last_seq");
  }

  // Waits until there may be something new: the feed says so, or it has been silent for a while.
  bool rings(zmq::socket_t& bell) const {
    auto frames = receive_within(bell, look_again);
    if (frames.empty()) return true;
    bool news = false;
    for (; !frames.empty(); frames = receive_within(bell, std::chrono::milliseconds{0}))
      news = news || frames.size() != frames_each || std::strtoll(frames[1].c_str(), nullptr, 10) > last_;
    return news;
  }

  Result<void> catch_up() {
    json::array topics;
    for (const std::string& topic : options_.topics) topics.emplace_back(topic);
    for (bool more = true; more && printed_ < options_.count;) {
      const auto answer =
          client_.ask({{"request", "feed"}, {"after", last_}, {"topics", topics}, {"limit", page_size()}});
      if (!answer) return answer.error();
      const auto head = parse_answer(answer->front());
      if (!head) return head.error();
      if (auto printed = print(*answer); !printed) return printed.error();
      // What was scanned and not printed is none of our topics.
      if (printed_ < options_.count) last_ = std::max(last_, integer_in(*head, "scanned"));
      more = flag_in(*head, "more");
    }
    return {};
  }

  [[nodiscard]] std::int64_t page_size() const {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(500, options_.count - printed_));
  }

  Result<void> print(const std::vector<std::string>& answer) {
    std::string out;
    for (std::size_t at = 1; at + frames_each <= answer.size(); at += frames_each) {
      const std::int64_t seq = std::strtoll(answer[at + 1].c_str(), nullptr, 10);
      if (seq <= last_ || printed_ == options_.count) continue;
      append(out, answer[at], answer[at + 1], answer[at + 2], answer[at + 3]);
      out += '\n';
      last_ = seq;
      ++printed_;
    }
    return write_all(STDOUT_FILENO, out);
  }

  void append(std::string& out, const std::string& topic, const std::string& seq, const std::string& comment,
              const std::string& verdict) const {
    if (options_.comments) {
      out += json_line(comment);
    } else if (globals_.json) {
      out += R"({"topic":)" + json::serialize(json::string{topic}) + ",\"seq\":" + seq +
             ",\"comment\":" + json_line(comment) + ",\"verdict\":" + json_line(verdict) + "}";
    } else {
      const std::size_t slash = topic.find('/');
      const std::string word = topic.substr(0, slash);
      out += painter_.paint(padded(seq, -6), Colour::dim) + "  " + painter_.verdict(word) +
             std::string(word.size() < 10 ? 10 - word.size() : 1, ' ') +
             one_line(slash == std::string::npos ? "" : std::string_view{topic}.substr(slash + 1), 80);
      const auto parsed = parse_object(comment);
      if (parsed) out += "  " + one_line(text_in(*parsed, "id"), 128) + "  " + comment_line(*parsed, 100);
      if (const auto decided = parse_object(verdict)) {
        const std::string reasons = why(*decided);
        if (!reasons.empty()) out += "  " + painter_.paint("<" + reasons + ">", Colour::dim);
      }
    }
  }

  const Globals& globals_;
  const TailOptions& options_;
  Client client_;
  Painter painter_ = Painter::for_output(STDOUT_FILENO);
  std::int64_t last_ = 0;
  std::uint64_t printed_ = 0;
};

ExitCode run(const Globals& globals, const TailOptions& options) {
  auto client = Client::open(globals);
  if (!client) return report(globals, client.error());
  const auto done = Tail{globals, options, std::move(*client)}.run();
  if (done) return ExitCode::ok;
  return done.error().code == "cli.closed" ? ExitCode::ok : report(globals, done.error());
}

void declare(Command& command, TailOptions& options) {
  command.option("--after", options.after, "Begin after this seq; 0 for all there is (default: from now on)")
      .check(whole_number_from(0));
  command
      .option("--topics", options.topics,
              "Topics by their beginning: approved/ held/ rejected/ withdrawn/ erased/, with site and article "
              "(default: all)")
      .of_type("TOPIC")
      .check(&check_topic);
  command.flag("--comments", options.comments, "Print the comments alone, as they were handed in");
  command.option("--count", options.count, "End after so many").check(whole_number_from(1));
  command.footer(
      "Example: moderato tail --after 0 --topics approved/ --json\n"
      "Goes on until it is interrupted. It ends with exit code 2 when the daemon is away for longer than --timeout.");
}

}  // namespace

void add_tail(Command& parent, Chosen& chosen) {
  add_command<TailOptions>(parent, chosen, "tail", "Follow the feed of decisions", &declare, &run);
}

}  // namespace moderato::cli
