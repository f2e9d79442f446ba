//! Plain values as bytes, the lowest first.

/// A value of fixed width.
pub trait Plain: Copy {
    const BYTES: usize;

    /// Appends `values` to `out`.
    fn put(values: &[Self], out: &mut Vec<u8>);

    /// The values of `bytes`; what is left over at the end is none.
    fn take(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! plain {
    ($($kind:ty),*) => {$(
        impl Plain for $kind {
            const BYTES: usize = size_of::<$kind>();

            fn put(values: &[Self], out: &mut Vec<u8>) {
                out.reserve(size_of_val(values));
                out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            }

            fn take(bytes: &[u8]) -> Vec<Self> {
                let (values, _) = bytes.as_chunks::<{ size_of::<$kind>() }>();
                values.iter().map(|value| Self::from_le_bytes(*value)).collect()
            }
        }
    )*};
}

plain!(u8, u16, u32, u64, f64);

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn values_come_back() {
        fn back<T: Plain + PartialEq + std::fmt::Debug>(values: &[T]) {
            let mut bytes = vec![7];
            T::put(values, &mut bytes);
            assert_eq!(bytes.len(), 1 + T::BYTES * values.len());
            assert_eq!(T::take(&bytes[1..]), values);
        }
        back(&[0_u8, 255]);
        back(&[1_u16, 0x0203]);
        back(&[1_u32, 0x0203_0405]);
        back(&[u64::MAX, 9]);
        back(&[36.6_f64, -0.0]);
    }
}
