// Any bytes are a request, or get an error that says why: one request has one answer, at once or from whom it is handed
// on to, and the answer is a JSON object.
#include <boost/json.hpp>
#include <string_view>

#include "daemon/control_requests.hpp"
#include "fuzz.hpp"
#include "support/temporary_folder.hpp"
#include "transport/guard.hpp"

namespace {

using moderato::fuzz::require;

moderato::Record record(std::int64_t seq, const std::string& id, moderato::Action action, moderato::Topic topic) {
  const std::string comment = R"({"id":")" + id + R"(","article":"a","author":{"id":"u"},"text":"Hello."})";
  const auto parsed = moderato::parse_stored(comment);
  moderato::Record record;
  record.seq = record.subject = {seq};
  record.key = parsed->key();
  record.content = parsed->content();
  record.action = action;
  record.topic = topic;
  record.decided_by = "chain";
  record.comment = comment;
  moderato::append_verdict(record.verdict, *parsed, {}, {record.seq, 0, moderato::Time{}, "chain"});
  return record;
}

// All that answers requests, over a ledger with two comments. Nobody takes what it hands on.
class Control {
 public:
  Control() {
    auto writer = moderato::LedgerWriter::open(folder_.path() / "ledger.db", ids_).value();
    const std::vector records{record(1, "approved", moderato::Action::approve, moderato::Topic::approved),
                              record(2, "held", moderato::Action::hold, moderato::Topic::held)};
    require(writer->commit(records, {}).has_value(), "the ledger can't be written");
    writer_ = std::move(writer);
    settings_.feed.publish.bind = {"inproc://feed"};
    feed_ = moderato::Feed::open(context_, settings_.feed, guard_).value();
    requests_ = std::make_unique<moderato::ControlRequests>(moderato::ControlRequests::Parts{
        settings_, live_, moderato::LedgerReader::open(folder_.path() / "ledger.db", ids_).value(), counters_, *feed_,
        answers_, recorder_, reloader_, eraser_, workers_, 1});
  }

  void ask(std::string_view text) {
    requests_->request(text, {"client", false}, {});
    const auto answers = answers_.take_all();
    const std::size_t handed_on = recorder_.take_waiting().size() + reloader_.take_waiting().size() +
                                  eraser_.take_waiting().size() + taken_by_workers();
    require(answers.size() + handed_on == 1, "a request without an answer, or with several");
    counters_.asked = 0;
    counters_.in_flight = 0;
    for (const moderato::ControlAnswer& answer : answers) {
      require(answer.to.client == "client" && !answer.frames.empty(), "an answer to nobody");
      boost::json::parse_options options;
      options.max_depth = moderato::deepest_answer + 8;
      require(boost::json::parse(answer.frames.front(), {}, options).is_object(), "an answer that is no object");
    }
  }

 private:
  std::size_t taken_by_workers() {
    moderato::WorkQueue::Taken taken;
    workers_.take(taken);
    const std::size_t count = taken.tasks.size();
    workers_.give_back(taken, {});
    return count;
  }

  moderato::testing::TemporaryFolder folder_;
  moderato::IdTable ids_;
  std::unique_ptr<moderato::LedgerWriter> writer_;
  moderato::Settings settings_;
  zmq::context_t context_;
  moderato::Guard guard_{context_, std::nullopt, {}, [](const std::string&) {}};
  std::unique_ptr<moderato::Feed> feed_;
  moderato::LiveChains live_{std::get<std::unique_ptr<moderato::ChainSet>>(moderato::ChainSet::build({}, {}))};
  moderato::Counters counters_;
  moderato::Mailbox<moderato::ControlAnswer> answers_;
  moderato::Channel<moderato::RecorderTask> recorder_;
  moderato::Channel<moderato::ReloadRequest> reloader_;
  moderato::Channel<moderato::EraseRequest> eraser_;
  moderato::WorkQueue workers_{1};
  std::unique_ptr<moderato::ControlRequests> requests_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Control control;
  control.ask({reinterpret_cast<const char*>(data), size});
  return 0;
}
