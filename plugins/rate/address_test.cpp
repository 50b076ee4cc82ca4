#include "address.hpp"

#include <gtest/gtest.h>

namespace moderato::rate {
namespace {

TEST(RateAddress, TellsIPv4AddressesApart) {
  ASSERT_TRUE(network_of("192.0.2.1", 64));
  EXPECT_EQ(network_of("192.0.2.1", 64)->size(), 4U);
  EXPECT_NE(network_of("192.0.2.1", 64), network_of("192.0.2.2", 64));
}

TEST(RateAddress, TheMappedFormIsIPv4) {
  EXPECT_EQ(network_of("::ffff:192.0.2.1", 64), network_of("192.0.2.1", 64));
  EXPECT_EQ(network_of("::FFFF:c000:0201", 16), network_of("192.0.2.1", 64));
  EXPECT_NE(network_of("::fffe:192.0.2.1", 64), network_of("192.0.2.1", 64));
}

TEST(RateAddress, TakesThePrefixOfIPv6) {
  EXPECT_EQ(network_of("2001:db8:1:2::1", 64), network_of("2001:DB8:1:2:ffff::", 64));
  EXPECT_NE(network_of("2001:db8:1:2::1", 64), network_of("2001:db8:1:3::1", 64));
  EXPECT_EQ(network_of("2001:db8:1:2::1", 56), network_of("2001:db8:1:3::1", 56));
  EXPECT_EQ(network_of("2001:db8:1:2::1", 63), network_of("2001:db8:1:3::1", 63));
  EXPECT_NE(network_of("2001:db8:1:2::1", 128), network_of("2001:db8:1:2::2", 128));
  EXPECT_EQ(network_of("2001:db8:1:2::1", 0), network_of("fe80::1", 0));
  EXPECT_EQ(network_of("fe80::1%eth0", 128), network_of("fe80::1", 128));
}

TEST(RateAddress, WhatIsNoAddressHasNoNetwork) {
  for (const std::string& text :
       {std::string{}, std::string{"unknown"}, std::string{"1.2.3"}, std::string{"1.2.3.4.5"}, std::string{"1.2.3.256"},
        std::string{"[::1]"}, std::string{"::1:"}, std::string{"1.2.3.4:80"}, std::string{"1.2.3.4\0", 8},
        std::string{"\xff\xfe"}, std::string{"%eth0"}, std::string(1'000'000, '1')})
    EXPECT_FALSE(network_of(text, 64)) << text.substr(0, 20);
}

}  // namespace
}  // namespace moderato::rate
