// The filter with programs at the other end of ZeroMQ sockets, which this test plays.
#include <boost/json.hpp>
#include <cstdlib>
#include <zmq.hpp>

#include "program_fixture.hpp"

namespace moderato::remote {
namespace {

namespace json = boost::json;

constexpr std::string_view greeting = R"({"protocol":1,"name":"n","version":"1","ready":true})";

// A socket that answers each message as it is told to, until it is asked to stop.
class Peer {
 public:
  using Answer = std::function<std::string(const json::object&)>;

  Peer(const std::string& address, zmq::socket_type type, Answer answer)
      : answer_(std::move(answer)), socket_(context_, type) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 10);
    socket_.bind(address);
    thread_ = std::jthread{[this](const std::stop_token& stop) {
      while (!stop.stop_requested()) serve();
    }};
  }

 private:
  void serve() {
    std::vector<zmq::message_t> frames;
    do {
      zmq::message_t frame;
      if (!socket_.recv(frame)) return;
      frames.push_back(std::move(frame));
    } while (frames.back().more());
    const std::string answer = answer_(json::parse(frames.back().to_string_view()).get_object());
    frames.pop_back();
    // The envelope, where the socket has not taken it off: it goes back as it came.
    for (zmq::message_t& frame : frames) socket_.send(frame, zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(answer));
  }

  Answer answer_;
  zmq::context_t context_;
  zmq::socket_t socket_;
  std::jthread thread_;
};

class Zmq : public ProgramTest {
 protected:
  Zmq() {
    std::string folder = std::filesystem::temp_directory_path() / "moderato-test-XXXXXX";
    folder_ = ::mkdtemp(folder.data());
    address_ = "ipc://" + folder_.string() + "/program";
  }
  void TearDown() override {
    filter_.reset();
    std::filesystem::remove_all(folder_);
  }
  void connect(int timeout_ms = 30'000) {
    filter_ = std::make_unique<moderato::testing::Filter>(
        Settings{{"endpoint", address_}, {"timeout_ms", timeout_ms}, {"start_timeout", std::string{"60s"}}});
  }
  static std::string id_of(const json::object& message) { return json::serialize(message.at("id")); }
  // Holds each comment.
  static std::string hold(const json::object& message) {
    if (message.at("type") != "check") return std::string{greeting};
    return R"({"id":)" + id_of(message) + R"(,"action":"hold","code":"peer"})";
  }

  std::filesystem::path folder_;
  std::string address_;
};

TEST_F(Zmq, AnySocketThatAnswersWillDo) {
  for (const auto type : {zmq::socket_type::rep, zmq::socket_type::router, zmq::socket_type::dealer}) {
    const Peer peer{address_, type, hold};
    connect();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(check("hello").code, "peer");
    filter_.reset();
  }
}

TEST_F(Zmq, TheProgramMayComeLaterAndComeAgain) {
  std::unique_ptr<Peer> peer;
  std::jthread later{[&] {
    // It is nobody there when the filter begins, as far as a test can know.
    peer = std::make_unique<Peer>(address_, zmq::socket_type::rep, hold);
  }};
  connect();
  later.join();
  EXPECT_EQ(check("hello").code, "peer");
  peer.reset();
  wait_for("its end to be noticed", [this] { return error("hello") != "none"; });
  wait_for("the log", [this] { return was_logged("its program hung up; connecting again"); });
  EXPECT_TRUE(error("hello").starts_with("its program is not running: hung up")) << error("hello");
  peer = std::make_unique<Peer>(address_, zmq::socket_type::rep, hold);
  wait_for_restart();
  EXPECT_EQ(check("hello").code, "peer");
}

TEST_F(Zmq, GarbageIsNoAnswer) {
  const Peer peer{address_, zmq::socket_type::router, [](const json::object& message) {
                    return message.at("type") == "hello" ? std::string{greeting} : "garbage";
                  }};
  connect(100);
  EXPECT_EQ(error("hello"), "its program did not answer within 100 ms; it wrote what is no answer: garbage");
}

TEST_F(Zmq, ItMayAnswerInAnyOrderAndLate) {
  std::string kept;
  const Peer peer{address_, zmq::socket_type::router, [&](const json::object& message) -> std::string {
                    if (message.at("type") == "hello") return std::string{greeting};
                    const std::string mine = hold(message);
                    if (kept.empty()) return kept = mine, "{}";
                    return R"({"answers":[)" + mine + ',' + kept + "]}";
                  }};
  connect();
  std::jthread first{[this] { EXPECT_EQ(check("first").code, "peer"); }};
  std::jthread second{[this] { EXPECT_EQ(check("second").code, "peer"); }};
}

}  // namespace
}  // namespace moderato::remote
