#include "server/page_fields.hpp"
#include "server/page_files.hpp"
#include "server/test_server.hpp"

namespace signalbox::server {
namespace {

using std::string;
using ::testing::Test;

class PageTest : public ServerTest {
protected:
    // The path of a script of the page, whose name has a hash.
    static string script() {
        for (auto const& file : page_files()) {
            if (file.path.ends_with(".js")) return string{file.path};
        }
        return {};
    }
};

TEST_F(PageTest, IsServedAtTheRootWithAStrictPolicy) {
    start();
    auto const page = ask(get("/"));
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.field("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.field("cache-control"), "no-cache");
    EXPECT_EQ(page.field("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.field("referrer-policy"), "no-referrer");
    auto const policy = page.field("content-security-policy");
    EXPECT_NE(policy.find("default-src 'none'"), string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), string::npos);
    EXPECT_EQ(policy.find("unsafe"), string::npos);
    EXPECT_NE(page.body.find("<script type=\"module\""), string::npos);
}

TEST_F(PageTest, LetsClientsKeepWhatIsNamedByItsHash) {
    start();
    auto const file = ask(get(script()));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.field("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(file.field("cache-control"), "public, max-age=31536000, immutable");
}

TEST_F(PageTest, SendsTheSmallestFormThatTheClientTakes) {
    start();
    auto const plain = ask(get(script()));
    auto const gzip = ask(get(script(), "accept-encoding: gzip, deflate\r\n"));
    auto const brotli = ask(get(script(), "accept-encoding: gzip, deflate, br\r\n"));
    EXPECT_EQ(plain.field("content-encoding"), "");
    EXPECT_EQ(gzip.field("content-encoding"), "gzip");
    EXPECT_EQ(brotli.field("content-encoding"), "br");
    EXPECT_LT(brotli.body.size(), gzip.body.size());
    EXPECT_LT(gzip.body.size(), plain.body.size());
    EXPECT_EQ(gzip.body.substr(0, 2), "\x1f\x8b");
    for (auto const* reply : {&plain, &gzip, &brotli}) EXPECT_EQ(reply->field("vary"), "accept-encoding");
}

TEST_F(PageTest, SaysNothingTwice) {
    start();
    auto const tag = ask(get("/")).field("etag");
    auto const again = ask(get("/", "if-none-match: \"other\", W/" + tag + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(again.field("etag"), tag);
    EXPECT_EQ(again.field("content-length"), "");
    EXPECT_EQ(ask(get("/", "if-none-match: \"other\"\r\n")).status, 200);
}

TEST_F(PageTest, TagsEveryFormAnew) {
    start();
    auto const plain = ask(get("/")).field("etag");
    EXPECT_NE(ask(get("/", "accept-encoding: gzip\r\n")).field("etag"), plain);
    EXPECT_EQ(ask(get("/", "accept-encoding: gzip\r\nif-none-match: " + plain + "\r\n")).status, 200);
}

TEST_F(PageTest, HasNoOtherFiles) {
    start();
    for (auto const* path : {"/index.html", "/assets/", "/assets/../index.html", "/assets/none.js", "/favicon.ico"}) {
        EXPECT_EQ(ask(get(path)).status, 404) << path;
    }
}

TEST(PageFiles, FitIntoTheirBudget) {
    constexpr std::size_t budget = 200 * 1024;
    std::size_t gzip = 0;
    for (auto const& file : page_files()) gzip += file.bodies.back().bytes.size();
    EXPECT_GT(gzip, 0U);
    EXPECT_LE(gzip, budget);
    Test::RecordProperty("compressed_bytes", std::to_string(gzip));
}

TEST(PageFiles, NameATagInAListOfThem) {
    EXPECT_TRUE(names_tag("*", "\"a\""));
    EXPECT_TRUE(names_tag("\"b\" , \"a\"", "\"a\""));
    EXPECT_FALSE(names_tag("", "\"a\""));
    EXPECT_FALSE(names_tag("\"ab\"", "\"a\""));
    EXPECT_FALSE(names_tag(" , ,", "\"a\""));
}

}  // namespace
}  // namespace signalbox::server
