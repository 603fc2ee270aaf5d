#include "fakes/recording_outcomes.hpp"
#include "server/test_server.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

using std::string;

class RoutingHealthEndpointTest : public ServerTest {
protected:
    string health() {
        start();
        on_loop([this] { return shared->outcomes = &outcomes; });
        auto const reply = ask(get("/api/routing/health"));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply.body;
    }
    fakes::RecordingOutcomes outcomes;
};

TEST_F(RoutingHealthEndpointTest, SaysThatNothingIsLearned) {
    start();
    EXPECT_EQ(
        ask(get("/api/routing/health")).body,
        R"({"status":"off","because":"learning.enabled is false: nothing is known of answers","routing":"enabled"})");
}

TEST_F(RoutingHealthEndpointTest, SaysThatNothingIsMeasuredYet) {
    EXPECT_EQ(health(), R"({"status":"learning","because":"outcomes are being read","routing":"enabled"})");
}

TEST_F(RoutingHealthEndpointTest, TellsTheVerdictWithItsFigures) {
    auto known = std::make_shared<RoutingHealth>();
    known->standing = RoutingStanding::not_better;
    known->because = "that is chance";
    known->outcomes = 1200;
    known->good = 800;
    known->auc = 0.5;
    known->auc_band = {0.47, 0.53};
    known->control_band = {0.46, 0.54};
    known->calibration_error = 0.25;
    known->by_category[static_cast<std::size_t>(Category::code)] = {1200, 0.75, 0.5};
    known->by_model = {{model_tag("small"), {900, 0.75, 0.5}}, {model_tag("gone"), {300, 0.75, 0.5}}};
    outcomes.learning.health = known;
    EXPECT_EQ(health(), R"({"status":"notBetter","because":"that is chance","routing":"enabled",)"
                        R"("outcomes":1200,"good":800,"auc":0.5,"aucInterval":[0.47,0.53],)"
                        R"("shuffledInterval":[0.46,0.54],"calibrationError":0.25,)"
                        R"("byCategory":{"code":{"outcomes":1200,"predicted":0.75,"score":0.5}},)"
                        R"("byModel":[{"model":"small","outcomes":900,"predicted":0.75,"score":0.5}]})")
        << "a model that is gone has no name";
}

}  // namespace
}  // namespace signalbox::server
