// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "core/models/picture_preprocessing.h"
#include "core/models/pretrained_lpips.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;
namespace fs = std::filesystem;

namespace {

const fs::path weights = fs::path(STORYSCOPE_SHARED_DATA) / "data" / "weights";

torch::Tensor example(const std::string& name) {
    const Picture picture = media::readPicture(weights / "lpips" / name);
    const auto whole = media::PicturePreparation::stretched({.width = picture.width(), .height = picture.height()},
                                                            media::PictureFilter::Bilinear);
    return models::prepare(picture, whole).unsqueeze(0).to(torch::kFloat32) / 255.0;
}

} // namespace

/// No published value of a distance is at hand: these are the properties that it must have.
class NnLpipsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!fs::exists(weights)) {
            QSKIP("The real weights are not on this machine");
        }
        m_lpips =
            models::loadLpips(weights / "lpips" / "squeeze.pth", (weights / "squeezenet1_1.safetensors").string());
    }

    void a_picture_is_not_different_from_itself() {
        QCOMPARE(distance(example("ex_ref.png"), example("ex_ref.png")), 0.0);
    }

    void distance_is_the_same_both_ways() {
        const torch::Tensor a = example("ex_ref.png");
        const torch::Tensor b = example("ex_p0.png");
        QVERIFY(std::abs(distance(a, b) - distance(b, a)) < 1e-6);
    }

    /// The authors' own example: their network finds p1 nearer to the reference than p0.
    void the_sharp_picture_is_nearer_than_the_blurred_one() {
        const torch::Tensor reference = example("ex_ref.png");
        const double p0 = distance(reference, example("ex_p0.png"));
        const double p1 = distance(reference, example("ex_p1.png"));
        qInfo("to p0 %.4f, to p1 %.4f", p0, p1);
        QVERIFY(p0 > 0.1 && p0 < 1.5);
        QVERIFY(p1 > 0.01 && p1 < p0);
    }

    void distance_grows_with_noise() {
        torch::manual_seed(1);
        const torch::Tensor picture = example("ex_ref.png");
        const torch::Tensor noise = torch::randn_like(picture);
        double before = 0;
        for (const double strength : {0.02, 0.05, 0.1, 0.2}) {
            const double now = distance(picture, (picture + strength * noise).clamp(0, 1));
            QVERIFY(now > before);
            before = now;
        }
    }

    void pictures_are_compared_one_by_one() {
        const torch::Tensor a = example("ex_ref.png");
        const torch::Tensor b = example("ex_p0.png");
        torch::NoGradGuard noGrad;
        const torch::Tensor both = m_lpips->forward(torch::cat({a, a}), torch::cat({a, b}));
        QCOMPARE(both[0].item<double>(), 0.0);
        QVERIFY(std::abs(both[1].item<double>() - distance(a, b)) < 1e-5);
    }

private:
    double distance(const torch::Tensor& a, const torch::Tensor& b) const {
        torch::NoGradGuard noGrad;
        return m_lpips->forward(a, b).item<double>();
    }

    std::shared_ptr<nn::Lpips> m_lpips;
};

QTEST_GUILESS_MAIN(NnLpipsTest)
#include "nn_lpips_test.moc"
