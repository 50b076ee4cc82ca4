#include "config/reach.hpp"

#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;

TEST(Reach, OfLoopbackAndLocalSocketsIsThisMachine) {
  for (const char* address :
       {"tcp://127.0.0.1:5871", "tcp://127.255.255.254:*", "tcp://localhost:0", "tcp://[::1]:5", "tcp://[0:0::1]:5",
        "tcp://[::ffff:127.0.0.1]:5", "ipc:///run/moderato/desk", "ipc://@abstract", "ipc://*", "inproc://desk"})
    EXPECT_TRUE(stays_on_this_machine(address)) << address;
}

TEST(Reach, OfAllElseIsOtherMachines) {
  for (const char* address :
       {"tcp://*:5871", "tcp://0.0.0.0:5871", "tcp://[::]:5871", "tcp://192.168.1.5:5871", "tcp://128.0.0.1:1",
        "tcp://[fe80::1]:5", "tcp://[::ffff:10.0.0.1]:5", "tcp://eth0:5871", "tcp://lo:5871", "tcp://example.org:5871",
        "tcp://127.0.0.1.example.org:1", "tcp://localhost.example.org:1", "tcp://127.1:1", "tcp://0x7f.0.0.1:1",
        "tcp://[127.0.0.1]:1", "tcp://[::1%lo]:1", "tcp://[]:1", "tcp://[:1", "udp://127.0.0.1:1"})
    EXPECT_FALSE(stays_on_this_machine(address)) << address;
}

TEST(Reach, BeyondThisMachineIsRefusedForEveryEndpoint) {
  EXPECT_THAT(problems_of(with_chain("[intake]\n"
                                     "queue.bind = \"tcp://*:1\"\n"
                                     "desk.connect = [\"tcp://127.0.0.1:2\", \"tcp://broker:2\"]\n"
                                     "[feed]\n"
                                     "publish.bind = \"tcp://0.0.0.0:3\"\n"
                                     "[control]\n"
                                     "endpoint.bind = \"tcp://[::]:4\"")),
              ElementsAre(::testing::HasSubstr(
                              R"(2:14: intake.queue.bind: expected an address on this machine, such as )"
                              R"("tcp://127.0.0.1:5871" or "ipc://path", or [access] with a curve_key, since)"),
                          ::testing::HasSubstr(R"(3:38: intake.desk.connect: )"), ::testing::HasSubstr("5:16: feed"),
                          ::testing::AllOf(::testing::HasSubstr("7:17: control.endpoint.bind"),
                                           ::testing::EndsWith(R"(found "tcp://[::]:4")"))));
}

}  // namespace
}  // namespace moderato::config_test
