#include "fakes/byte_vectors.hpp"
#include "server/test_server.hpp"
#include "wire/http_head.hpp"

#include <sstream>

namespace signalbox::server {
namespace {

using std::string;

// The tables of bytes, each line on a connection of its own to a whole server.
class FramingTest : public ServerTest {
protected:
    // Its bytes, with the names of the table filled in.
    string bytes_of(fakes::ByteVector const& vector) {
        auto const run = post("/api/orchestration", R"({"content":"hi"})");
        auto text = vector.bytes;
        for (auto const& [name, value] : {std::pair<string, string>{"{host}", host_line()},
                                          {"{json}", "Content-Type: application/json\r\n"},
                                          {"{port}", std::to_string(port)},
                                          {"{length:run}", std::to_string(run.size())},
                                          {"{run}", run}}) {
            for (auto at = text.find(name); at != string::npos; at = text.find(name, at + value.size()))
                text.replace(at, name.size(), value);
        }
        return fakes::unescaped(text);
    }
    bool asked_nobody() {
        return on_loop([this] { return provider.asked().empty(); });
    }
    void expect_answers(Client& client, std::istringstream& expected, string const& name);

    int refused = 0;
    int served = 0;
    int silent = 0;
};

void FramingTest::expect_answers(Client& client, std::istringstream& expected, string const& name) {
    int status = 200;
    for (string word; expected >> word;) {
        if (word == "open") {
            client.send(get("/readyz"));
            EXPECT_EQ(client.read_reply().body, R"({"status":"ready"})") << name << ": must serve on";
        } else if (word == "closed") {
            EXPECT_TRUE(client.closed()) << name << ": must be closed without another answer";
        } else if (word == "cut") {
            client.finish_sending();
            EXPECT_TRUE(client.closed()) << name << ": must be closed without a word";
            ++silent;
            return;
        } else {
            status = std::stoi(word);
            EXPECT_EQ(client.read_reply(word.ends_with('-')).status, status) << name;
        }
    }
    ++(status < 300 ? served : refused);
}

TEST_F(FramingTest, MeetsEveryVectorOfTheTable) {
    start();
    auto const all = fakes::read_byte_vectors(SOURCE_DIR "/tests/data/framing_vectors.tsv");
    ASSERT_GE(all.size(), 280U);
    for (auto const& vector : all) {
        Client client{port};
        client.send(bytes_of(vector));
        std::istringstream expected{vector.expected};
        expect_answers(client, expected, vector.name);
        ASSERT_TRUE(asked_nobody()) << vector.name << " had a request executed that was none";
    }
    std::cout << all.size() << " tried: " << refused << " refused, " << served << " served, " << silent
              << " cut and told nothing\n";
}

int status_of_refusal(string const& expected) {
    if (expected == "transfer-encoding") return 501;
    if (expected == "version") return 505;
    if (expected == "expect") return 417;
    return expected == "header_too_large" ? 431 : 400;
}

// What the gate refuses is refused by the server, with the status of the reason; what it lets through is told
// something else, or nothing when the body is missing.
TEST_F(FramingTest, AnswersEveryHeadAsTheGateJudgesIt) {
    start();
    auto const all = fakes::read_byte_vectors(SOURCE_DIR "/tests/data/http_heads.tsv");
    for (auto const& vector : all) {
        auto const bytes = fakes::unescaped(vector.bytes);
        // What only the gate alone can be given: pieces of a head, and newlines that the reader takes off first.
        if (wire::head_end(bytes) != bytes.size() || bytes.starts_with("\r\n\r\n")) continue;
        Client client{port};
        client.send(bytes);
        client.finish_sending();
        auto const status = client.read_reply(true).status;
        if (vector.expected != "served") {
            EXPECT_EQ(status, status_of_refusal(vector.expected)) << vector.name;
            ++refused;
            continue;
        }
        for (auto const bad : {400, 431, 501, 505}) {
            auto const odd_method = status == 501 && bytes.contains("BREW");
            EXPECT_TRUE(status != bad || odd_method) << vector.name << ": " << status;
        }
        ++served;
    }
    EXPECT_TRUE(asked_nobody());
    EXPECT_GE(refused + served, 245);
    std::cout << refused + served << " heads tried: " << refused << " refused, " << served << " let through\n";
}

}  // namespace
}  // namespace signalbox::server
