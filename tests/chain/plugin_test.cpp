#include "chain/plugin.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace moderato {
namespace {

namespace fs = std::filesystem;
const fs::path plugins = TEST_PLUGINS;

class PluginTest : public ::testing::Test {
 protected:
  fs::path copy_of(const std::string& plugin) {
    fs::copy_file(plugins / plugin, folder_ / plugin, fs::copy_options::overwrite_existing);
    return folder_ / plugin;
  }
  static std::string refusal(const fs::path& file) {
    const auto loaded = Plugin::load(file);
    return loaded ? "loaded" : loaded.error().code + ": " + loaded.error().message;
  }
  const testing::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(PluginTest, LoadsAGoodOne) {
  const auto loaded = Plugin::load(plugins / "scripted.so");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_STREQ((*loaded)->table().name, "scripted");
  EXPECT_EQ((*loaded)->content_hash().size(), 16U);
}

TEST_F(PluginTest, LoadsWhatWasBuiltAgainstAnOlderMinorVersion) {
  const auto loaded = Plugin::load(plugins / "by_hand.so");
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_LT((*loaded)->table().abi_minor, MODERATO_ABI_MINOR);
  EXPECT_STREQ((*loaded)->table().name, "by_hand");
}

TEST_F(PluginTest, RefusesTheOthersWithASentence) {
  EXPECT_NE(refusal(plugins / "wrong_magic.so").find("plugin.wrong_magic"), std::string::npos);
  EXPECT_NE(refusal(plugins / "wrong_major.so")
                .find("field abi_major: expected ABI 1.4, found 2.3 (built by a future compiler)"),
            std::string::npos)
      << refusal(plugins / "wrong_major.so");
  EXPECT_NE(refusal(plugins / "too_small.so").find("field size: expected at least"), std::string::npos);
  EXPECT_NE(refusal(plugins / "no_symbol.so").find("exports no \"moderato_plugin\""), std::string::npos);
  EXPECT_NE(refusal(plugins / "absent.so").find("plugin.cannot_read"), std::string::npos);
}

TEST_F(PluginTest, RefusesWhatIsNoLibrary) {
  std::ofstream{folder_ / "text.so"} << "not a library";
  EXPECT_NE(refusal(folder_ / "text.so").find("plugin.cannot_load"), std::string::npos);
}

// The runtime of a sanitizer would end the process as it is loaded.
TEST_F(PluginTest, RefusesWhatIsBuiltWithAnotherSanitizer) {
  for (const std::string symbol : {"__asan_init", "__tsan_init"}) {
    if (::dlsym(RTLD_DEFAULT, symbol.c_str()) != nullptr) continue;  // this test is built with it
    const fs::path file = copy_of("scripted.so");
    std::ofstream{file, std::ios::app | std::ios::binary} << symbol;
    const std::string said = refusal(file);
    EXPECT_NE(said.find("plugin.wrong_sanitizer"), std::string::npos) << said;
    EXPECT_NE(said.find("sanitizer, and Moderato is not; build both the same way"), std::string::npos) << said;
  }
}

TEST_F(PluginTest, RefusesWhatOthersMayWrite) {
  const fs::path file = copy_of("scripted.so");
  EXPECT_EQ(refusal(file), "loaded");
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(refusal(file), "plugin.writable_by_others: " + file.string() + ": not loaded: everybody may write " +
                               file.string() + ": chmod o-w " + file.string());
  fs::permissions(file, fs::perms::others_write, fs::perm_options::remove);
  fs::permissions(folder_, fs::perms::others_write, fs::perm_options::add);
  EXPECT_NE(refusal(file).find("chmod o-w " + folder_.string()), std::string::npos);
}

TEST_F(PluginTest, ARebuiltPluginAtTheSamePathIsTheNewOne) {
  const fs::path file = copy_of("scripted.so");
  const auto before = Plugin::load(file);
  ASSERT_TRUE(before);
  std::ofstream{file, std::ios::app | std::ios::binary} << "rebuilt";
  const auto after = Plugin::load(file);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_NE((*before)->content_hash(), (*after)->content_hash());
  EXPECT_NE(&(*before)->table(), &(*after)->table());
}

TEST_F(PluginTest, FindsByNameAndSuggestsTheNearest) {
  const std::vector<fs::path> folders{folder_, plugins};
  EXPECT_EQ(*find_plugin("scripted", folders), plugins / "scripted.so");
  EXPECT_NE(find_plugin("scriptd", folders).error().message.find("did you mean \"scripted\"?"), std::string::npos);
  EXPECT_NE(find_plugin("../scripted", folders).error().message.find("must not have a slash"), std::string::npos);
  EXPECT_EQ(list_plugins(folders).size(), 6U);
}

}  // namespace
}  // namespace moderato
