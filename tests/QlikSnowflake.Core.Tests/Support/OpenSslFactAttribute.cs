namespace QlikSnowflake.Tests.Support;

/// <summary>A fact that needs the openssl command; reported as skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute() => Skip = OpenSsl.WhyMissing;
}

/// <summary>A theory that needs the openssl command; reported as skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = OpenSsl.WhyMissing;
}

/// <summary>A fact that needs the openssl command and file modes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = Path.DirectorySeparatorChar == '/' ? null : "file modes are a matter of Unix";
}
