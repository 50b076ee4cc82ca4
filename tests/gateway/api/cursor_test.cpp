#include "api/cursor.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::api {
namespace {

TEST(Cursor, IsReadAsItWasWritten) {
  for (const Cursor& cursor : {Cursor{}, Cursor{0, 17}, Cursor{3, 17}, Cursor{3, 0}, Cursor{0, INT64_MAX}})
    EXPECT_EQ(cursor_from(to_text(cursor)), cursor) << to_text(cursor);
}

TEST(Cursor, RefusesWhatIsNone) {
  for (const char* text : {"", ".", "1.", ".1", "-1", "1.-1", "x", "1.2.3", " 1", "99999999999999999999", "1e3"})
    EXPECT_FALSE(cursor_from(text)) << text;
}

}  // namespace
}  // namespace moderato::gateway::api
