//! Student's t distribution for a whole number of degrees of freedom.

use std::f64::consts::FRAC_PI_2;

/// P(T <= t) with `degrees` degrees of freedom (at least 1).
///
/// For whole degrees the regularised incomplete beta function is a finite sum (Abramowitz & Stegun 1964,
/// 26.7.3 and 26.7.4), so neither a gamma function nor a continued fraction is needed.
/// t = 1.372184 with 10 degrees gives 0.9.
#[must_use]
pub fn cumulative(t: f64, degrees: u32) -> f64 {
    0.5 + 0.5 * two_sided(t, degrees.max(1))
}

/// The t for which P(T <= t) = `probability`, 0.5 <= probability < 1; by bisection, to the last bit.
#[must_use]
pub fn quantile(probability: f64, degrees: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while cumulative(high, degrees) < probability {
        (low, high) = (high, high * 2.0);
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if cumulative(middle, degrees) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// A(t | degrees): P(−t <= T <= t) for t > 0, its negative for t < 0.
fn two_sided(t: f64, degrees: u32) -> f64 {
    let angle = (t / f64::from(degrees).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let series = cosine_series(cosine, degrees);
    if degrees.is_multiple_of(2) {
        sine * series
    } else {
        (angle + sine * series) / FRAC_PI_2
    }
    .clamp(-1.0, 1.0)
}

/// Even degrees ν: 1 + (1/2)cos² + (1·3)/(2·4)cos⁴ + … to cos^(ν−2).
/// Odd degrees: cos + (2/3)cos³ + (2·4)/(3·5)cos⁵ + … to cos^(ν−2), nothing for ν = 1.
fn cosine_series(cosine: f64, degrees: u32) -> f64 {
    let odd = degrees % 2;
    let mut term = if odd == 1 { cosine } else { 1.0 };
    let mut sum = 0.0;
    for index in 0..degrees / 2 {
        sum += term;
        let step = f64::from(2 * index + odd);
        term *= cosine * cosine * (step + 1.0) / (step + 2.0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_1_PI;

    use super::*;

    #[test]
    fn one_degree_is_cauchy() {
        for t in [-30.0_f64, -1.0, 0.0, 0.3, 12.0] {
            let expected = 0.5 + t.atan() * FRAC_1_PI;
            assert!((cumulative(t, 1) - expected).abs() < 1e-15);
        }
    }

    /// scipy.stats.t.cdf, scipy 1.17.1.
    #[test]
    fn agrees_with_scipy() {
        for (t, degrees, expected) in [
            (-2.5, 1, 0.121118941590843),
            (-0.4, 1, 0.378881058409157),
            (0.1, 1, 0.531725517430554),
            (1.0, 1, 0.75),
            (3.7, 1, 0.915977737176052),
            (-2.5, 2, 0.0648058601107554),
            (-0.4, 2, 0.363917236512046),
            (0.1, 2, 0.53526728079293),
            (1.0, 2, 0.788675134594813),
            (3.7, 2, 0.967046644902817),
            (-2.5, 3, 0.0438533235040328),
            (-0.4, 3, 0.357967576987185),
            (0.1, 3, 0.536673825599597),
            (1.0, 3, 0.804498890522115),
            (3.7, 3, 0.982861010247873),
            (-2.5, 4, 0.0333832724059941),
            (-0.4, 4, 0.354798630714998),
            (0.1, 4, 0.537422079530273),
            (1.0, 4, 0.813049516849971),
            (3.7, 4, 0.989582285254775),
            (-2.5, 5, 0.0272450496711881),
            (-0.4, 5, 0.352836557416557),
            (0.1, 5, 0.53788492942267),
            (1.0, 5, 0.818391266175439),
            (3.7, 5, 0.99300029651215),
            (-2.5, 8, 0.0184710188568121),
            (-0.4, 8, 0.34981225238021),
            (0.1, 8, 0.538597545284701),
            (1.0, 8, 0.826703246456333),
            (3.7, 8, 0.996978696247509),
            (-2.5, 10, 0.0157234221183044),
            (-0.4, 10, 0.348783704829561),
            (0.1, 10, 0.538839640717796),
            (1.0, 10, 0.82955343384897),
            (3.7, 10, 0.99794575158998),
            (-2.5, 23, 0.00999706116394354),
            (-0.4, 23, 0.346423639777162),
            (0.1, 23, 0.539394562916777),
            (1.0, 23, 0.836142096928571),
            (3.7, 23, 0.999409351085774),
            (-2.5, 24, 0.00982708755828939),
            (-0.4, 24, 0.346347245139353),
            (0.1, 24, 0.53941251102542),
            (1.0, 24, 0.836356559360107),
            (3.7, 24, 0.999439848248563),
            (-2.5, 27, 0.00939712284521183),
            (-0.4, 27, 0.346151812188467),
            (0.1, 27, 0.539458421531383),
            (1.0, 27, 0.836905549660137),
            (3.7, 27, 0.999513375173347),
        ] {
            let ours = cumulative(t, degrees);
            assert!((ours - expected).abs() < 1e-13, "{t} {degrees}: {ours}");
        }
    }

    /// scipy.stats.t.ppf(0.9, degrees); the printed tables give 3.078, 1.886, 1.638, 1.476, 1.372, 1.321, …
    #[test]
    fn quantiles_agree_with_scipy() {
        for (degrees, expected) in [
            (1, 3.07768353717525),
            (2, 1.88561808316413),
            (3, 1.63774435369621),
            (5, 1.47588404882448),
            (10, 1.37218364111034),
            (22, 1.32123674161336),
            (23, 1.31946023981616),
            (24, 1.31783593367315),
            (27, 1.31370291282927),
        ] {
            let ours = quantile(0.9, degrees);
            assert!(
                (ours - expected).abs() < 1e-12 * expected,
                "{degrees}: {ours}"
            );
        }
    }
}
