namespace QlikSnowflake.Tests.Support;

/// <summary>A fact that needs the openssl command; reported as skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute() => Skip = OpenSsl.WhyMissing;

    /// <summary>Why the test cannot run under mono, which stands in for .NET Framework off Windows.</summary>
    public string NotOnMono
    {
        get => Skip ?? string.Empty;
        set => Skip ??= Type.GetType("Mono.Runtime") is null ? null : value;
    }
}

/// <summary>A theory that needs the openssl command; reported as skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = OpenSsl.WhyMissing;
}

/// <summary>A fact about file modes; reported as skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = Path.DirectorySeparatorChar == '/' ? null : "file modes are a matter of Unix";
}
