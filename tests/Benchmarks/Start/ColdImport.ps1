# The module alone.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$null = $HostName, $User, $PrivateKeyPath, $RootCertificatePath
Import-Module -Name $ModulePath
